//! Starts `wasi-lsp --stdio` for Zed, beside rust-analyzer.

use zed_extension_api::serde_json::{json, Value};
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct WasiLsp;

impl zed::Extension for WasiLsp {
    fn new() -> Self {
        WasiLsp
    }

    /// The program is the one in the settings (`lsp.wasi-lsp.binary`), else the one on PATH.
    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let chosen = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments) = chosen.map_or((None, None), |it| (it.path, it.arguments));
        let command = path.or_else(|| worktree.which("wasi-lsp")).ok_or(
            "wasi-lsp is not on PATH: install it with `pipx install` or `uv tool install`, \
             or set its path in lsp.wasi-lsp.binary.path",
        )?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["--stdio".into()]),
            env: worktree.shell_env(),
        })
    }

    /// What `lsp.wasi-lsp.settings` holds, under the name that the server asks for.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let chosen = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(chosen.map(|settings| json!({ "wasi-lsp": settings })))
    }
}

zed::register_extension!(WasiLsp);
