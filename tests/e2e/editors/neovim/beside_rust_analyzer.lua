-- Opens src/main.rs with wasi-lsp beside rust-analyzer, and writes to $WASI_LSP_REPORT what a user
-- gets from whom. rust-analyzer is $WASI_LSP_RUST_ANALYZER.

local report = {}

local function finish(code)
  vim.fn.writefile({ vim.json.encode(report) }, vim.env.WASI_LSP_REPORT)
  vim.cmd('cquit ' .. code)
end

local function wait_for(what, probe)
  if not vim.wait(40000, probe, 20) then
    report.error = 'waited in vain for ' .. what
    finish(1)
  end
end

vim.lsp.config('rust_analyzer', {
  cmd = { vim.env.WASI_LSP_RUST_ANALYZER },
  filetypes = { 'rust' },
  root_markers = { 'Cargo.toml' },
  -- What it says of the code itself is enough here.
  settings = { ['rust-analyzer'] = { checkOnSave = false } },
})
vim.lsp.enable('rust_analyzer')

vim.cmd.edit('src/main.rs')
wait_for('both servers', function()
  return #vim.lsp.get_clients({ bufnr = 0 }) == 2
end)
wait_for('the diagnostics of wasi-lsp', function()
  return vim.iter(vim.diagnostic.get(0)):any(function(each)
    return each.source == 'wasi-lsp'
  end)
end)

--- Who answers a request at the cursor with something, by name.
local function who_answers(method)
  local names = {}
  local answers = vim.lsp.buf_request_sync(0, method, function(client)
    local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
    params.context = { includeDeclaration = true }
    return params
  end, 20000)
  for id, answer in pairs(answers or {}) do
    local result = answer.result
    if result and result ~= vim.NIL and not vim.tbl_isempty(result.items or result) then
      table.insert(names, vim.lsp.get_client_by_id(id).name)
    end
  end
  table.sort(names)
  return names
end

vim.fn.search('main')
report.rust_analyzer_works = vim.wait(60000, function()
  return vim.tbl_contains(who_answers('textDocument/hover'), 'rust_analyzer')
end, 20)
if not report.rust_analyzer_works then
  finish(0)
end
report.answers = {}
for word, methods in pairs({
  main = { 'textDocument/definition', 'textDocument/references', 'textDocument/hover' },
  target_env = { 'textDocument/hover' },
}) do
  vim.fn.cursor(1, 1)
  vim.fn.search(word)
  for _, method in ipairs(methods) do
    -- While rust-analyzer loads, it may answer nothing where it has answered before.
    local names
    vim.wait(word == 'main' and 20000 or 0, function()
      names = who_answers(method)
      return vim.tbl_contains(names, 'rust_analyzer')
    end, 200)
    report.answers[word .. ' ' .. method] = names or who_answers(method)
  end
end
report.codes = vim.iter(vim.diagnostic.get(0))
  :map(function(each)
    return tostring(each.source) .. ' ' .. tostring(each.code)
  end)
  :totable()
finish(0)
