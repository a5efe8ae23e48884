/** rust-analyzer dims code, too: what is inactive on its own target, and so what is active on ours. */

import { extensions, window, workspace } from 'vscode';

const DISABLED = 'diagnostics.disabled';
/** What it calls the diagnostic that dims. */
const INACTIVE_CODE = 'inactive-code';

/** Offers to leave dimming to us, where rust-analyzer is there and judges by another target. */
export async function offerToDimAlone(target: string): Promise<void> {
  const settings = workspace.getConfiguration('rust-analyzer');
  const disabled = settings.get<string[]>(DISABLED) ?? [];
  if (
    !extensions.getExtension('rust-lang.rust-analyzer') ||
    settings.get('cargo.target') === target ||
    disabled.includes(INACTIVE_CODE)
  ) {
    return;
  }
  const stop = 'Stop rust-analyzer from Dimming';
  const answer = await window.showInformationMessage(
    `rust-analyzer dims what is inactive on its own target, also code for ${target}.`,
    stop,
  );
  if (answer === stop) {
    await settings.update(DISABLED, [...disabled, INACTIVE_CODE], !workspace.workspaceFolders);
  }
}
