"""How findings are printed, one format per file."""
