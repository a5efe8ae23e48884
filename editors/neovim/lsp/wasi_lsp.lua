-- wasi-lsp for Neovim 0.11 and newer. With this folder's parent on the runtimepath,
-- `vim.lsp.enable('wasi_lsp')` starts it for Rust files, the files of Cargo, and others of a Rust
-- project that name targets (scripts, recipes, CI configuration, Markdown), beside rust-analyzer.

--- Whether a TOML file is one that Cargo, rustup or this server reads.
local function is_of_cargo(path)
  local name = vim.fs.basename(path)
  return name == 'Cargo.toml'
    or name == 'wasi-lsp.toml'
    or name:find('^rust%-toolchain') ~= nil
    or vim.fs.basename(vim.fs.dirname(path)) == '.cargo'
end

--- What code actions of the server ask Neovim to do.
local commands = {
  --- Shows every target that the predicate under the cursor selects.
  ['wasi-lsp.showSelected'] = function(command, context)
    local client = assert(vim.lsp.get_client_by_id(context.client_id))
    client:request('workspace/executeCommand', {
      command = 'wasi-lsp.selectedTargets',
      arguments = command.arguments,
    }, function(_, page)
      if page then
        local lines = vim.split(page, '\n')
        vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'wasi-lsp', wrap = true })
      end
    end)
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
  -- `:WasiLspFocus wasm32-wasip2` dims what is not compiled for the target, `:WasiLspFocus` nothing.
  on_attach = function(client, buffer)
    vim.api.nvim_buf_create_user_command(buffer, 'WasiLspFocus', function(command)
      local focus = command.args ~= '' and command.args or vim.NIL
      client.settings = vim.tbl_deep_extend('force', client.settings or {}, {
        ['wasi-lsp'] = { focus = focus },
      })
      client:notify('workspace/didChangeConfiguration', { settings = client.settings })
      -- Neovim 0.11 does not ask for diagnostics again by itself.
      local document = vim.lsp.util.make_text_document_params(buffer)
      client:request('textDocument/diagnostic', { textDocument = document }, nil, buffer)
    end, {
      nargs = '?',
      desc = 'Focus on a WASI target',
      complete = function()
        return { 'wasm32-wasip1', 'wasm32-wasip1-threads', 'wasm32-wasip2', 'wasm32-wasip3' }
      end,
    })
  end,
}
