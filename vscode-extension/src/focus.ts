/** The WASI target in focus: chosen by a command, kept in a setting, shown in the status bar. */

import {
  commands,
  type Disposable,
  type ExtensionContext,
  StatusBarAlignment,
  window,
  workspace,
} from 'vscode';

const SETTING = 'wasi-lsp.focus';
const COMMAND = 'wasi-lsp.focusTarget';
const ALL = 'All targets';

/** The command and the status item. */
export function focusTarget(context: ExtensionContext): Disposable[] {
  const item = window.createStatusBarItem('wasi-lsp.focus', StatusBarAlignment.Right, 50);
  item.name = 'WASI target in focus';
  item.command = COMMAND;
  const show = () => {
    const focus = focused();
    item.text = `$(target) ${focus ? shortName(focus) : 'WASI: all'}`;
    item.tooltip = focus
      ? `wasi-lsp: code that is not compiled for ${focus} is dimmed`
      : 'wasi-lsp: all WASI targets at once; choose one to dim what is not compiled for it';
  };
  const showWhereRustIs = () => {
    const isRust = window.visibleTextEditors.some(
      (editor) => editor.document.languageId === 'rust',
    );
    isRust ? item.show() : item.hide();
  };
  show();
  showWhereRustIs();
  return [
    item,
    commands.registerCommand(COMMAND, () => choose(targets(context))),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(SETTING) && show()),
    window.onDidChangeVisibleTextEditors(showWhereRustIs),
  ];
}

function focused(): string | null | undefined {
  return workspace.getConfiguration().get<string | null>(SETTING);
}

async function choose(known: readonly string[]): Promise<void> {
  const chosen = await window.showQuickPick([ALL, ...known], {
    title: 'WASI target to focus on',
    placeHolder: focused() ?? ALL,
  });
  if (chosen) {
    const value = chosen === ALL ? undefined : chosen;
    // Without a folder there are no settings of a workspace.
    const isGlobal = !workspace.workspaceFolders;
    await workspace.getConfiguration().update(SETTING, value, isGlobal);
  }
}

/** The targets are those that the setting takes. */
function targets(context: ExtensionContext): string[] {
  const { properties } = context.extension.packageJSON.contributes.configuration;
  return properties[SETTING].enum.filter((value: string | null) => value !== null);
}

function shortName(triple: string): string {
  return triple.replace(/^wasm32-/, '');
}
