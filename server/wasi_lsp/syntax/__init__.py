"""Rust sources to facts. The only package that knows tree-sitter; no node leaves it."""
