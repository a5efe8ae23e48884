"""wasi-lsp: a language server for Rust code that targets WASI."""
