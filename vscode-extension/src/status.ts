/** The item in the status bar: the target in focus, and how the server is. */

import {
  commands,
  type Disposable,
  QuickPickItemKind,
  StatusBarAlignment,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import { FOCUS_SETTING, focused } from './focus';
import type { ServerSession, ServerState } from './session';

const MENU = 'wasi-lsp.showMenu';

export function statusItem(session: ServerSession): Disposable[] {
  const item = window.createStatusBarItem('wasi-lsp.status', StatusBarAlignment.Right, 50);
  item.name = 'WASI: target in focus and server';
  item.command = MENU;
  const show = () => {
    const focus = focused();
    const where = focus ? focus.replace(/^wasm32-/, '') : 'WASI: all';
    item.backgroundColor = undefined;
    switch (session.state) {
      case 'starting':
        item.text = `$(loading~spin) ${where}`;
        item.tooltip = 'wasi-lsp: the server is starting';
        break;
      case 'running':
        item.text = `$(target) ${where}`;
        item.tooltip = focus
          ? `wasi-lsp: code that is not compiled for ${focus} is dimmed`
          : 'wasi-lsp: all WASI targets at once; choose one to dim what is not compiled for it';
        break;
      case 'stopped':
        item.text = `$(error) ${where}`;
        item.tooltip = 'wasi-lsp: the server does not run; restart it, or open the log to see why';
        item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    }
  };
  show();
  item.show();
  return [
    item,
    session.onDidChangeState(show),
    workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration(FOCUS_SETTING) && show(),
    ),
    commands.registerCommand(MENU, () => showMenu(session.state)),
  ];
}

/** What can be done; without a server, what brings it back. */
async function showMenu(state: ServerState): Promise<void> {
  const onServer = [
    { label: '$(debug-restart) Restart the server', command: 'wasi-lsp.restart' },
    { label: '$(output) Show the log', command: 'wasi-lsp.showLog' },
  ];
  const onTargets = [
    {
      label: '$(target) Focus on a target…',
      description: focused() ?? 'all',
      command: 'wasi-lsp.focusTarget',
    },
    { label: '$(run-all) Check the workspace', command: 'wasi-lsp.checkWorkspace' },
    { label: '$(list-unordered) Show targets…', command: 'wasi-lsp.showTargets' },
    { label: '$(library) Search the standard library…', command: 'wasi-lsp.searchStd' },
    { label: '$(question) Explain a rule…', command: 'wasi-lsp.explainRule' },
    { label: '', kind: QuickPickItemKind.Separator, command: '' },
  ];
  const isDown = state === 'stopped';
  const install = {
    label: "$(desktop-download) Install the server into the extension's own environment",
    command: 'wasi-lsp.installServer',
  };
  const items = isDown ? [...onServer, install] : [...onTargets, ...onServer];
  const chosen = await window.showQuickPick(items, {
    title: isDown ? 'wasi-lsp: the server does not run' : 'wasi-lsp',
  });
  if (chosen) {
    await commands.executeCommand(chosen.command);
  }
}
