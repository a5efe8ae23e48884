-- The init.lua of a user who wants to see what there is: what the pictures of Neovim show.
vim.opt.runtimepath:prepend(vim.env.WASI_LSP_NEOVIM)
-- Hints are shown where a test switches them on.
vim.lsp.config('wasi_lsp', { settings = { ['wasi-lsp'] = { inlayHints = 'all' } } })
vim.lsp.enable('wasi_lsp')
vim.cmd.syntax('on')
vim.opt.number = true
vim.opt.signcolumn = 'yes'
vim.opt.shortmess:append('IF')
vim.diagnostic.config({ virtual_text = true, severity_sort = true })
vim.api.nvim_create_autocmd({ 'LspAttach', 'BufEnter', 'InsertLeave' }, {
  callback = function(args)
    vim.lsp.codelens.refresh({ bufnr = args.buf })
  end,
})
