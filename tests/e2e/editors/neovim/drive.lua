-- Works on src/main.rs of the current folder as a user would, and writes what Neovim then shows
-- to $WASI_LSP_REPORT as JSON. An error ends Neovim with exit code 1 and the error in the report.

local report = {}

local function finish(code)
  vim.fn.writefile({ vim.json.encode(report) }, vim.env.WASI_LSP_REPORT)
  vim.cmd('cquit ' .. code)
end

--- Lets Neovim run until `probe` returns something; its value. Fails after ten seconds.
local function wait_for(what, probe)
  local started = vim.uv.hrtime()
  local this = coroutine.running()
  local function look()
    local value = probe()
    if value then
      coroutine.resume(this, value)
    elseif vim.uv.hrtime() - started > 10e9 then
      report.error = 'waited in vain for ' .. what
      finish(1)
    else
      vim.defer_fn(look, 5)
    end
  end
  vim.defer_fn(look, 0)
  return coroutine.yield()
end

local function press(keys)
  vim.api.nvim_input(keys)
end

local function diagnostics()
  return vim.tbl_map(function(diagnostic)
    return {
      code = diagnostic.code,
      source = diagnostic.source,
      line = diagnostic.lnum + 1,
      text = vim.api.nvim_buf_get_text(
        diagnostic.bufnr,
        diagnostic.lnum,
        diagnostic.col,
        diagnostic.end_lnum,
        diagnostic.end_col,
        {}
      )[1],
    }
  end, vim.diagnostic.get(0))
end

local function has_code(code)
  return vim.iter(vim.diagnostic.get(0)):any(function(diagnostic)
    return diagnostic.code == code
  end)
end

--- Codes and lines of what is shown for a file, open or not, once there is something.
local function shown_in(path)
  local buffer = vim.fn.bufnr(path)
  local found = buffer >= 0 and vim.diagnostic.get(buffer) or {}
  return #found > 0 and vim.tbl_map(function(diagnostic)
    return { diagnostic.code, diagnostic.lnum + 1 }
  end, found)
end

local function float_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, '\n')
    end
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

--- Runs the code action of this title at the next place of a word.
local function act(title, word)
  vim.fn.search(word)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == title
    end,
  })
end

local function drive()
  local exit
  vim.lsp.config('wasi_lsp', {
    on_exit = function(code, signal)
      exit = { code = code, signal = signal }
    end,
  })

  local opened = vim.uv.hrtime()
  vim.cmd.edit('src/main.rs')
  wait_for('the first diagnostic', function()
    return #vim.diagnostic.get(0) > 0
  end)
  report.seconds_to_first_diagnostic = (vim.uv.hrtime() - opened) / 1e9
  report.diagnostics = diagnostics()
  local client = vim.lsp.get_clients({ name = 'wasi_lsp' })[1]
  report.root_dir = client.root_dir

  vim.fn.search('target_os')
  press('K')
  report.hover_predicate = wait_for('the hover on a predicate', float_text)
  press('j')
  wait_for('the hover to close', function()
    return not float_text()
  end)
  vim.fn.search('spawn')
  press('K')
  report.hover_std = wait_for('the hover on a std path', float_text)

  press('k')
  wait_for('the hover to close', function()
    return not float_text()
  end)

  act('Show what this predicate selects', 'target_os')
  report.selected = wait_for('the page on the predicate', float_text)
  press('j')
  wait_for('the page to close', function()
    return not float_text()
  end)

  -- Erase the value between the quotes and complete it.
  vim.fn.search('"wasip2"')
  press('ci"<C-x><C-o>')
  report.completion = wait_for('the completion popup', function()
    local items = vim.fn.complete_info({ 'items' }).items
    return #items > 0 and vim.tbl_map(function(item)
      return item.word
    end, items)
  end)
  press('<C-e>p2<Esc>')
  wait_for('the corrected line to be free of diagnostics', function()
    return not has_code('WASI001')
  end)
  report.corrected_line = vim.api.nvim_get_current_line()

  vim.cmd.WasiLspFocus('wasm32-wasip1')
  wait_for('inactive code to be dimmed', function()
    return has_code('inactive-code')
  end)
  report.in_focus = diagnostics()
  report.dimmed = vim.iter(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true }))
    :filter(function(mark)
      return mark[4].hl_group == 'DiagnosticUnnecessary'
    end)
    :map(function(mark)
      return { mark[2] + 1, mark[4].end_row + 1 }
    end)
    :totable()
  vim.cmd.WasiLspFocus()
  wait_for('nothing to be dimmed', function()
    return not has_code('inactive-code')
  end)

  vim.cmd.WasiLspTargets()
  report.targets = text()
  vim.cmd.close()
  vim.fn.search('spawn')
  vim.cmd.WasiLspExplain()
  report.explained_here = text()
  vim.cmd.close()
  report.codes = vim.fn.getcompletion('WasiLspExplain 30', 'cmdline')
  vim.cmd.WasiLspExplain('WASI301')
  report.explained = text()
  vim.cmd.close()
  report.paths = vim.fn.getcompletion('WasiLspStd thread::spaw', 'cmdline')
  vim.cmd.WasiLspStd('std::thread::spawn')
  report.std = text()
  vim.cmd.close()
  local file = vim.api.nvim_get_current_win()
  vim.cmd.WasiLspCheck()
  report.listed = wait_for('what is found in a package of which no file is open', function()
    local names = vim.tbl_map(function(item)
      return vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':.')
    end, vim.fn.getqflist())
    return vim.tbl_contains(names, 'other/src/lib.rs') and names
  end)
  vim.cmd.cclose()
  vim.api.nvim_set_current_win(file)
  vim.cmd.WasiLspLog()
  report.log_name = vim.fs.basename(vim.api.nvim_buf_get_name(0))
  vim.cmd.tabclose()

  report.while_closed = wait_for('a diagnostic in a file that is not open', function()
    return shown_in('src/lib.rs')
  end)
  vim.cmd('silent write')
  vim.cmd.edit('src/lib.rs')
  local push = vim.lsp.diagnostic.get_namespace(client.id, false)
  wait_for('what is shown of the file to come from its own question', function()
    return #vim.diagnostic.get(0) > 0 and #vim.diagnostic.get(0, { namespace = push }) == 0
  end)
  report.once_open = shown_in('src/lib.rs')
  vim.cmd.edit('Cargo.toml')
  wait_for('a diagnostic in the manifest', function()
    return has_code('WASI302')
  end)
  report.in_manifest = diagnostics()
  vim.fn.search('target_env')
  press('K')
  report.hover_manifest = wait_for('the hover in the manifest', float_text)
  press('j')
  wait_for('the hover to close', function()
    return not float_text()
  end)
  vim.fn.search('"p2"')
  press('ci"<C-x><C-o>')
  report.completion_manifest = wait_for('the completion popup', function()
    local items = vim.fn.complete_info({ 'items' }).items
    return #items > 0 and vim.tbl_map(function(item)
      return item.word
    end, items)
  end)
  press('<C-e>p1<Esc>')
  wait_for('the completed line', function()
    return vim.fn.mode() == 'n' and vim.api.nvim_get_current_line():find('"p1"', 1, true)
  end)
  local manifest = vim.api.nvim_get_current_buf()
  act('Show the page on WASI302', 'wasip4')
  wait_for('the page on the rule', function()
    return vim.api.nvim_buf_get_name(0):find('WASI302.md', 1, true)
  end)
  report.page = vim.api.nvim_buf_get_lines(0, 2, 3, false)[1]
  vim.api.nvim_win_set_buf(0, manifest)
  act('Write `wasm32-wasip2`', 'wasip4')
  wait_for('the manifest to be free of diagnostics', function()
    return #vim.diagnostic.get(0) == 0
  end)
  report.manifest = text()
  report.clients = #vim.lsp.get_clients()

  vim.cmd('silent write!')
  vim.cmd.edit('.cargo/config.toml')
  wait_for('the server to attach', function()
    return #vim.lsp.get_clients({ bufnr = 0 }) > 0
  end)
  vim.fn.confirm = function(question)
    report.question = question
    return 2
  end
  act('Install wasm32-wasip2 with rustup', 'wasip2')
  wait_for('the question before rustup runs', function()
    return report.question
  end)
  report.windows = #vim.api.nvim_list_wins()

  vim.cmd.edit('pyproject.toml')
  report.in_python = #vim.lsp.get_clients({ bufnr = 0 })

  vim.cmd('silent write')
  vim.cmd.edit('src/lib.rs')
  vim.cmd.WasiLspRestart()
  report.exit_before_restart = wait_for('the server to exit', function()
    return exit
  end)
  exit = nil
  client = wait_for('another server', function()
    return vim.lsp.get_clients({ bufnr = 0 })[1]
  end)
  wait_for('its diagnostics', function()
    return shown_in('src/lib.rs')
  end)
  report.after_restart = client.settings['wasi-lsp']

  client:stop()
  report.exit = wait_for('the server to exit', function()
    return exit
  end)
  vim.cmd('silent write!')
  finish(0)
end

coroutine.wrap(function()
  local ok, trouble = xpcall(drive, debug.traceback)
  if not ok then
    report.error = trouble
    finish(1)
  end
end)()
