-- wasi-lsp for Neovim 0.11 and newer. With this folder's parent on the runtimepath,
-- `vim.lsp.enable('wasi_lsp')` starts it for Rust files, the files of Cargo, and others of a Rust
-- project that name targets (scripts, recipes, CI configuration, Markdown), beside rust-analyzer.

local targets = { 'wasm32-wasip1', 'wasm32-wasip1-threads', 'wasm32-wasip2', 'wasm32-wasip3' }

--- Whether a TOML file is one that Cargo, rustup or this server reads.
local function is_of_cargo(path)
  local name = vim.fs.basename(path)
  return name == 'Cargo.toml'
    or name == 'wasi-lsp.toml'
    or name:find('^rust%-toolchain') ~= nil
    or vim.fs.basename(vim.fs.dirname(path)) == '.cargo'
end

--- Shows Markdown beside the cursor.
local function float(markdown)
  local lines = vim.split(markdown, '\n')
  vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'wasi-lsp', wrap = true })
end

--- Shows Markdown in a window of its own.
local function page(markdown)
  vim.cmd('botright new')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(markdown, '\n'))
  for name, value in pairs({ number = false, signcolumn = 'no', linebreak = true, conceallevel = 2 }) do
    vim.wo[0][0][name] = value
  end
  for name, value in pairs({ buftype = 'nofile', bufhidden = 'wipe', modifiable = false }) do
    vim.bo[name] = value
  end
  vim.bo.filetype = 'markdown'
  vim.treesitter.start(0, 'markdown')
end

--- What code actions and lenses of the server ask Neovim to do.
local commands = {
  --- Shows every target that the predicate under the cursor selects.
  ['wasi-lsp.showSelected'] = function(command, context)
    local client = assert(vim.lsp.get_client_by_id(context.client_id))
    client:request('workspace/executeCommand', {
      command = 'wasi-lsp.selectedTargets',
      arguments = command.arguments,
    }, function(_, markdown)
      if markdown then
        float(markdown)
      end
    end)
  end,
  --- Lists the other versions of an item.
  ['wasi-lsp.showVersions'] = function(command, context)
    local client = assert(vim.lsp.get_client_by_id(context.client_id))
    local places = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
    vim.fn.setqflist({}, ' ', { title = 'Versions for other targets', items = places })
    vim.cmd('botright copen')
  end,
  --- Installs a target, if the user agrees.
  ['wasi-lsp.installTarget'] = function(command)
    local run = { 'rustup', 'target', 'add', command.arguments[1] }
    if vim.fn.confirm('Run `' .. table.concat(run, ' ') .. '`?', '&Yes\n&No', 2) == 1 then
      vim.cmd('botright new')
      vim.fn.jobstart(run, { term = true })
    end
  end,
}

--- Gives the server another value of a setting; `vim.NIL` for its default.
local function set(client, name, value)
  client.settings = vim.tbl_deep_extend('force', client.settings or {}, {
    ['wasi-lsp'] = { [name] = value },
  })
  -- It holds after a restart, too.
  vim.lsp.config(client.name, { settings = client.settings })
  client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  -- Neovim 0.11 does not ask for diagnostics again by itself.
  for buffer in pairs(client.attached_buffers) do
    local document = vim.lsp.util.make_text_document_params(buffer)
    client:request('textDocument/diagnostic', { textDocument = document }, nil, buffer)
  end
end

--- The answer to a request that is about no place in a file.
local function ask(client, method, params)
  local answer, trouble = client:request_sync(method, params or vim.empty_dict(), 5000)
  trouble = trouble or (answer and answer.err and answer.err.message)
  if trouble then
    vim.notify('wasi-lsp: ' .. trouble, vim.log.levels.ERROR)
    return
  end
  return answer and answer.result ~= vim.NIL and answer.result or nil
end

--- Those of some words that have in them what is typed.
local function matching(words, typed)
  return vim.tbl_filter(function(word)
    return word:find(typed, 1, true) ~= nil
  end, words)
end

local function codes(client)
  return vim.tbl_map(function(rule)
    return rule.code
  end, ask(client, 'wasi-lsp/rules') or {})
end

--- The code of the finding at the cursor, or in its line.
local function code_here(client)
  local known = codes(client)
  local line = vim.fn.line('.') - 1
  for _, each in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if vim.tbl_contains(known, each.code) then
      return each.code
    end
  end
end

--- The commands of a buffer: what each does with its argument, and what completes that.
local user_commands = {
  WasiLspFocus = {
    desc = 'Dim what is not compiled for a WASI target; without one nothing is',
    complete = function()
      return targets
    end,
    run = function(client, target)
      set(client, 'focus', target ~= '' and target or vim.NIL)
    end,
  },
  WasiLspCheck = {
    desc = 'Check all files of the workspace, from now on, and list what is found',
    run = function(client)
      set(client, 'checkFiles', 'workspace')
      vim.diagnostic.setqflist({ title = 'Findings' })
      local list = vim.api.nvim_get_current_win()
      -- Findings come one file after the other.
      vim.api.nvim_create_autocmd('DiagnosticChanged', {
        group = vim.api.nvim_create_augroup('wasi_lsp.check', {}),
        callback = function()
          if not vim.api.nvim_win_is_valid(list) then
            return true
          end
          vim.diagnostic.setqflist({ title = 'Findings', open = false })
        end,
      })
    end,
  },
  WasiLspTargets = {
    desc = 'Show the WASI targets, and where the project names them',
    run = function(client)
      local lines = {}
      for _, target in ipairs(ask(client, 'wasi-lsp/targets') or {}) do
        vim.list_extend(lines, { target.about, '' })
        for _, place in ipairs(target.places) do
          local path = vim.fn.fnamemodify(vim.uri_to_fname(place.uri), ':.')
          table.insert(lines, ('- named in %s:%d'):format(path, place.range.start.line + 1))
        end
        vim.list_extend(lines, { '', '---', '' })
      end
      page(table.concat(lines, '\n'))
    end,
  },
  WasiLspExplain = {
    desc = 'Show the page on a rule; without a code, on that of the finding in this line',
    complete = codes,
    run = function(client, code)
      code = code ~= '' and code or code_here(client)
      for _, rule in ipairs(ask(client, 'wasi-lsp/rules') or {}) do
        if rule.code == code then
          return page(rule.page)
        end
      end
      vim.notify('wasi-lsp: there is no rule ' .. (code or 'for this line'), vim.log.levels.WARN)
    end,
  },
  WasiLspStd = {
    desc = 'Show what an item of std does on each WASI target',
    complete = function(client)
      return ask(client, 'wasi-lsp/stdPaths') or {}
    end,
    run = function(client, path)
      local markdown = ask(client, 'wasi-lsp/stdPage', { path = path })
      if markdown then
        page(markdown)
      else
        vim.notify('wasi-lsp: nothing is known of ' .. path, vim.log.levels.WARN)
      end
    end,
  },
  WasiLspRestart = {
    desc = 'Restart the server',
    run = function(client)
      vim.lsp.enable(client.name, false)
      vim.lsp.enable(client.name)
    end,
  },
  WasiLspLog = {
    desc = 'Open the log of Neovim, with what the server wrote to standard error',
    run = function()
      vim.cmd.tabedit(vim.lsp.log.get_filename())
    end,
  },
}

---@type vim.lsp.Config
return {
  cmd = { 'wasi-lsp', '--stdio' },
  commands = commands,
  capabilities = { experimental = { commands = { commands = vim.tbl_keys(commands) } } },
  filetypes = {
    'rust', 'toml', 'sh', 'make', 'just', 'dockerfile', 'yaml', 'json', 'ps1', 'markdown',
  },
  root_dir = function(buffer, start)
    -- Cargo.lock stands at the root of a Cargo workspace, Cargo.toml in every member.
    local root = vim.fs.root(buffer, { 'Cargo.lock', 'Cargo.toml' })
    local path = vim.api.nvim_buf_get_name(buffer)
    if root or vim.bo[buffer].filetype == 'rust' or is_of_cargo(path) then
      start(root or vim.fs.root(buffer, '.git'))
    end
  end,
  on_attach = function(client, buffer)
    for name, command in pairs(user_commands) do
      vim.api.nvim_buf_create_user_command(buffer, name, function(call)
        command.run(client, call.args)
      end, {
        desc = command.desc,
        nargs = command.complete and '?' or 0,
        complete = command.complete and function(typed)
          return matching(command.complete(client), typed)
        end,
      })
    end
  end,
}
