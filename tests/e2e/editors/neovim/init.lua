-- What a user's init.lua holds, and nothing else: the two steps of editors/neovim/README.md.
vim.opt.runtimepath:prepend(vim.env.WASI_LSP_NEOVIM)
vim.lsp.enable('wasi_lsp')
