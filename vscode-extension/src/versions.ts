/** What a code lens of the server does: shows the other versions of an item. */

import {
  Location as CodeLocation,
  Position as CodePosition,
  commands,
  type Disposable,
  Range,
  Uri,
} from 'vscode';
import type { ClientCapabilities, Location, Position, StaticFeature } from 'vscode-languageclient';

const COMMAND = 'wasi-lsp.showVersions';

/** Tells the server that its lenses may name the command. */
export const VERSIONS_FEATURE: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [COMMAND] } };
  },
  initialize(): void {},
  getState: () => ({ kind: 'static' }),
  clear(): void {},
};

/** The command; its arguments are LSP's. */
export function showVersions(): Disposable {
  return commands.registerCommand(COMMAND, (uri: string, at: Position, others: Location[]) =>
    commands.executeCommand(
      'editor.action.showReferences',
      Uri.parse(uri),
      position(at),
      others.map(
        ({ uri, range }) =>
          new CodeLocation(Uri.parse(uri), new Range(position(range.start), position(range.end))),
      ),
    ),
  );
}

function position({ line, character }: Position): CodePosition {
  return new CodePosition(line, character);
}
