-- wasi-lsp for Neovim 0.11 and newer. With this folder's parent on the runtimepath,
-- `vim.lsp.enable('wasi_lsp')` starts it for Rust files, beside rust-analyzer.

---@type vim.lsp.Config
return {
  cmd = { 'wasi-lsp', '--stdio' },
  filetypes = { 'rust' },
  -- Cargo.lock stands at the root of a Cargo workspace, Cargo.toml in every member.
  root_markers = { 'Cargo.lock', 'Cargo.toml', '.git' },
}
