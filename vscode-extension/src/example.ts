/** The example of the walkthrough, in an editor that belongs to no file. */

import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from 'vscode';

export function example(context: ExtensionContext): Disposable {
  return commands.registerCommand('wasi-lsp.openExample', async () => {
    const file = Uri.joinPath(context.extensionUri, 'walkthrough', 'example.rs');
    const content = new TextDecoder().decode(await workspace.fs.readFile(file));
    await window.showTextDocument(await workspace.openTextDocument({ language: 'rust', content }));
  });
}
