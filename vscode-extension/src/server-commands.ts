/** What the server's lenses and code actions do in the editor; the arguments are LSP's. */

import {
  Location as CodeLocation,
  Position as CodePosition,
  commands,
  type Disposable,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  type ClientCapabilities,
  ExecuteCommandRequest,
  type Location,
  type Position,
  type StaticFeature,
} from 'vscode-languageclient';
import type { Pages } from './pages';
import type { ServerSession } from './session';

const SHOW_VERSIONS = 'wasi-lsp.showVersions';
const SHOW_SELECTED = 'wasi-lsp.showSelected';
const INSTALL_TARGET = 'wasi-lsp.installTarget';

/** Tells the server that it may name these commands. */
export const COMMANDS_FEATURE: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const names = [SHOW_VERSIONS, SHOW_SELECTED, INSTALL_TARGET];
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: names } };
  },
  initialize(): void {},
  getState: () => ({ kind: 'static' }),
  clear(): void {},
};

export function serverCommands(session: ServerSession, pages: Pages): Disposable[] {
  return [
    commands.registerCommand(SHOW_VERSIONS, showVersions),
    commands.registerCommand(SHOW_SELECTED, async (uri: string, at: Position) => {
      const page = await session.ask<unknown, string | null>(ExecuteCommandRequest.type, {
        command: 'wasi-lsp.selectedTargets',
        arguments: [uri, at],
      });
      if (page) {
        await pages.showText('What this selects', page);
      }
    }),
    commands.registerCommand(INSTALL_TARGET, installTarget),
  ];
}

/** Shows the other versions of an item. */
function showVersions(uri: string, at: Position, others: Location[]): Thenable<unknown> {
  return commands.executeCommand(
    'editor.action.showReferences',
    Uri.parse(uri),
    position(at),
    others.map(
      ({ uri, range }) =>
        new CodeLocation(Uri.parse(uri), new Range(position(range.start), position(range.end))),
    ),
  );
}

/** Runs rustup in a terminal, where it can be seen, once the user has agreed. */
async function installTarget(triple: string): Promise<void> {
  if (!workspace.isTrusted || !/^[a-z0-9_]+(-[a-z0-9_]+)*$/.test(triple)) {
    return;
  }
  const command = `rustup target add ${triple}`;
  const install = 'Install';
  const answer = await window.showInformationMessage(
    `Install the target ${triple}?`,
    { modal: true, detail: `This runs "${command}" in a terminal.` },
    install,
  );
  if (answer === install) {
    // The folder decides which toolchain it is installed for.
    const file = window.activeTextEditor?.document.uri;
    const cwd = file && workspace.getWorkspaceFolder(file)?.uri;
    const terminal = window.createTerminal({ name: 'rustup', ...(cwd ? { cwd } : {}) });
    terminal.show();
    terminal.sendText(command);
  }
}

function position({ line, character }: Position): CodePosition {
  return new CodePosition(line, character);
}
