/** The WASI target in focus: chosen by a command, kept in a setting. */

import { commands, type Disposable, type ExtensionContext, window, workspace } from 'vscode';
import { offerToDimAlone } from './rust-analyzer';

export const FOCUS_SETTING = 'wasi-lsp.focus';

const ALL = 'All targets';

/** The command. */
export function focusTarget(context: ExtensionContext): Disposable {
  return commands.registerCommand('wasi-lsp.focusTarget', () => choose(targets(context)));
}

export function focused(): string | null | undefined {
  return workspace.getConfiguration().get<string | null>(FOCUS_SETTING);
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
    await workspace.getConfiguration().update(FOCUS_SETTING, value, isGlobal);
    if (value) {
      // Not awaited: the message stays until the user answers it.
      offerToDimAlone(value);
    }
  }
}

/** The targets are those that the setting takes. */
function targets(context: ExtensionContext): string[] {
  const { properties } = context.extension.packageJSON.contributes.configuration;
  return properties[FOCUS_SETTING].enum.filter((value: string | null) => value !== null);
}
