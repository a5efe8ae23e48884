"""The commands of wasi-lsp. Never imports pygls or lsprotocol."""
