"""The language server: the only package that knows LSP types and positions."""
