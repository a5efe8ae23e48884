-- Works on src/main.rs of the current folder with what a Neovim from 0.7 on has, and writes what it
-- then shows to $WASI_LSP_REPORT as JSON.

local report = {}

local function finish(code)
  vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.WASI_LSP_REPORT)
  vim.cmd('cquit ' .. code)
end

local function wait_for(what, probe)
  if not vim.wait(10000, probe, 20) then
    report.error = 'waited in vain for ' .. what
    finish(1)
  end
end

local function codes()
  return vim.tbl_map(function(each)
    return each.code
  end, vim.diagnostic.get(0))
end

vim.cmd('filetype on')
vim.cmd('edit src/main.rs')
wait_for('diagnostics', function()
  return #codes() > 0
end)
report.codes = codes()

vim.fn.search('target_os')
vim.cmd('normal K')
wait_for('the hover', function()
  return #vim.api.nvim_list_wins() > 1
end)
local float = vim.api.nvim_win_get_buf(vim.api.nvim_list_wins()[2])
report.hover = table.concat(vim.api.nvim_buf_get_lines(float, 0, -1, false), '\n')

vim.fn.search('"wasip2"')
vim.fn.search('asip2')
report.omnifunc = vim.bo.omnifunc
vim.ui.select = function(actions, _, chosen)
  chosen(actions[1], 1)
end
vim.cmd('normal gra')
wait_for('the fix', function()
  return vim.api.nvim_get_current_line():find('"p2"', 1, true)
end)
wait_for('the finding to go away', function()
  return #codes() == 1
end)
report.left = codes()

vim.cmd('silent write')
vim.cmd('edit Cargo.toml')
wait_for('the manifest to be attached', function()
  return vim.lsp.buf_is_attached(0, 1)
end)
report.clients = #vim.lsp.get_active_clients()
finish(0)
