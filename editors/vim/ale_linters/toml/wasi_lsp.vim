" wasi-lsp for ALE, in the files of Cargo.

call wasi_lsp#Define('toml')
