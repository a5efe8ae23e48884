"""What std gives on each WASI target, by Rust version, with its evidence."""
