-- Opens src/main.rs with wasi-lsp beside rust-analyzer, and writes to $WASI_LSP_REPORT what a user
-- gets from whom. What rust-analyzer is, the page says: $WASI_LSP_RUST_ANALYZER_CONFIG.

local report = {}

local function finish(code)
  vim.fn.writefile({ vim.json.encode(report) }, vim.env.WASI_LSP_REPORT)
  vim.cmd('cquit ' .. code)
end

local function wait_for(what, probe)
  if not vim.wait(60000, probe, 20) then
    report.error = 'waited in vain for ' .. what
    finish(1)
  end
end

local function client_of(name)
  return vim.lsp.get_clients({ bufnr = 0, name = name })[1]
end

--- What a server answers about the place of the cursor, or about the whole file.
local function answer(client, method, more)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.context = { includeDeclaration = true, triggerKind = 1, diagnostics = {} }
  local got = client:request_sync(method, vim.tbl_extend('force', params, more or {}), 20000, 0)
  local result = got and got.result
  if type(result) == 'table' and not vim.tbl_isempty(result.items or result) then
    return result
  end
end

--- What each server that answers has to say, by name.
local function answers(method, more)
  local by_name = vim.empty_dict()
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = 0 })) do
    by_name[client.name] = answer(client, method, more)
  end
  return by_name
end

local function go_to(place)
  vim.fn.cursor(1, 1)
  vim.fn.search(place)
end

local function diagnostics()
  return vim.iter(vim.diagnostic.get(0))
    :filter(function(each)
      -- rustc's notes on a finding are hints of their own.
      return each.severity <= vim.diagnostic.severity.WARN
    end)
    :map(function(each)
      return { source = each.source, code = each.code, line = each.lnum + 1 }
    end)
    :totable()
end

local function is_shown(source, code)
  return vim.iter(vim.diagnostic.get(0)):any(function(each)
    return each.source == source and (code == nil or each.code == code)
  end)
end

dofile(vim.env.WASI_LSP_RUST_ANALYZER_CONFIG)
-- As nvim-lspconfig has it: without commands there are no lenses.
vim.lsp.config('rust_analyzer', {
  capabilities = { experimental = { commands = { commands = { 'rust-analyzer.runSingle' } } } },
})
vim.cmd.edit('src/main.rs')
wait_for('both servers', function()
  return client_of('wasi_lsp') and client_of('rust_analyzer')
end)
wait_for('the diagnostics of wasi-lsp', function()
  return is_shown('wasi-lsp')
end)
go_to([[fn \zsmain]])
report.rust_analyzer_works = vim.wait(60000, function()
  return answer(client_of('rust_analyzer'), 'textDocument/hover') ~= nil
end, 20)
if not report.rust_analyzer_works then
  finish(0)
end
wait_for('what rustc reports', function()
  return is_shown('rustc', 'unexpected_cfgs')
end)

-- While rust-analyzer loads, it may answer nothing where it has answered before.
wait_for('rust-analyzer to know std', function()
  go_to([[thread::\zsspawn]])
  return answer(client_of('rust_analyzer'), 'textDocument/definition') ~= nil
end)

report.at = {}
for name, place in pairs({
  ['the name of a function'] = [[fn \zsmain]],
  ['a module'] = [[mod \zsinner]],
  ['a call of std'] = [[thread::\zsspawn]],
  ['a method of std'] = [[jo\zsin()]],
  ['an item with versions'] = [[const \zsNAME]],
  ['a name in a predicate'] = [[\zstarget_env]],
  ['a value in a predicate'] = [["wa\zssip2"]],
  ['a feature in a predicate'] = [["fa\zsst"]],
  ['a predicate in an expression'] = [[cfg!(\zswindows]],
}) do
  go_to(place)
  report.at[name] = {}
  for _, method in ipairs({
    'hover', 'definition', 'declaration', 'typeDefinition', 'implementation', 'references',
    'documentHighlight', 'completion',
  }) do
    report.at[name][method] = answers('textDocument/' .. method)
  end
end

local last = vim.fn.line('$')
local all = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } }
report.in_file = {
  hints = answers('textDocument/inlayHint', { range = all }),
  lenses = answers('textDocument/codeLens'),
  symbols = answers('textDocument/documentSymbol'),
  folds = answers('textDocument/foldingRange'),
}
report.in_workspace = {
  item = answers('workspace/symbol', { query = 'main' }),
  predicate = answers('workspace/symbol', { query = 'cfg:wasi' }),
}
report.capabilities = client_of('rust_analyzer').server_capabilities

report.diagnostics = diagnostics()
local client = client_of('wasi_lsp')
client.settings = { ['wasi-lsp'] = { reportWhatRustcReports = false } }
client:notify('workspace/didChangeConfiguration', { settings = client.settings })
client:request('textDocument/diagnostic', {
  textDocument = vim.lsp.util.make_text_document_params(0),
}, nil, 0)
wait_for('what rustc reports to be left to it', function()
  return not is_shown('wasi-lsp', 'WASI001')
end)
report.left_to_rustc = diagnostics()
finish(0)
