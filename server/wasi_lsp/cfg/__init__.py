"""cfg predicates: syntax, the rustc targets, exact logic over all of them."""
