/** The command that has all files of the workspace checked, open or not. */

import { ConfigurationTarget, commands, type Disposable, workspace } from 'vscode';

export function workspaceCheck(): Disposable {
  return commands.registerCommand('wasi-lsp.checkWorkspace', async () => {
    // From now on, so that what was found also goes when it is mended.
    const settings = workspace.getConfiguration('wasi-lsp');
    const where = workspace.workspaceFolders
      ? ConfigurationTarget.Workspace
      : ConfigurationTarget.Global;
    await settings.update('checkFiles', 'workspace', where);
    await commands.executeCommand('wasi-lsp.findings.focus');
  });
}
