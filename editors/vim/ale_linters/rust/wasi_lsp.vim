" wasi-lsp for ALE, beside its other linters for Rust.

call wasi_lsp#Define('rust')
