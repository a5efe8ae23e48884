"""Light type inference: which methods and functions a body calls, by the types of its values."""
