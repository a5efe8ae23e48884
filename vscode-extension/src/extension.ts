import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { example } from './example';
import { findingsView } from './findings-view';
import { focusTarget } from './focus';
import { OwnEnvironment } from './install';
import { pythonExtension } from './interpreters';
import { lookup } from './lookup';
import { Pages } from './pages';
import { serverCommands } from './server-commands';
import { ServerSession } from './session';
import { statusItem } from './status';
import { stdView } from './std-view';
import { workspaceCheck } from './workspace-check';

let session: ServerSession | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('wasi-lsp', { log: true });
  const started = new ServerSession(log, new OwnEnvironment(context, log));
  session = started;
  const pages = new Pages(started);
  const restart = () => started.restart();

  context.subscriptions.push(
    log,
    started,
    focusTarget(context),
    example(context),
    workspaceCheck(),
    pages,
    ...statusItem(started),
    ...lookup(started, pages),
    ...serverCommands(started, pages),
    ...findingsView(),
    ...stdView(started),
    commands.registerCommand('wasi-lsp.restart', restart),
    commands.registerCommand('wasi-lsp.installServer', () => started.install()),
    commands.registerCommand('wasi-lsp.showLog', () => log.show()),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => {
      if (
        event.affectsConfiguration('wasi-lsp.server.path') ||
        event.affectsConfiguration('wasi-lsp.interpreter')
      ) {
        restart();
      }
    }),
  );

  await restart();
  const python = await pythonExtension();
  if (python) {
    context.subscriptions.push(python.environments.onDidChangeActiveEnvironmentPath(restart));
  }
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
