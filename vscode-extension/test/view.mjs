// The view beside the editor: it follows a fix, its undoing, a file that goes, and what is checked;
// and the target in focus dims the editor, not the view.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEntry, openFile, openFixes, openWorkbench, runCommand } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const workbench = await openWorkbench(here('host/project'), {
  vsix: here(`../wasi-lsp-linux-x64-${version}.vsix`),
  size: { width: 1400, height: 900 },
});
const { page } = workbench;
const row = (hasText) => page.locator('.pane-body .monaco-list-row', { hasText }).first();
const gone = { state: 'detached' };
try {
  await openFile(page, 'src/main.rs');
  await page.locator('.squiggly-warning').first().waitFor();
  await runCommand(page, 'View: Show WASI');
  await row(/Every target\s*1/).waitFor();
  await row(/wasm32-wasip2\s*1/).waitFor();
  await row('`wasip2` is not a value').click();
  await page.locator('.view-line', { hasText: '"wasip2"' }).waitFor();
  console.log('ok: it shows findings by target, and leads to them');

  await openFile(page, 'src/main.rs', 3, 48);
  await openFixes(page, 'Write `"p2"`');
  await page.keyboard.press('Enter');
  await row('Every target').waitFor(gone);
  await row(/wasm32-wasip2\s*1/).waitFor();
  await page.keyboard.press('Control+Z');
  await row(/Every target\s*1/).waitFor();
  console.log('ok: what is mended goes, and comes back with it');

  await page.locator('.pane-header', { hasText: 'Findings by Target' }).hover();
  await page.locator('.pane-header .action-label[aria-label="Check Workspace"]').click();
  await row(/Every target\s*2/).waitFor();
  await row(/lib\.rs/).waitFor();
  await rm(join(workbench.folder, 'tools/src/lib.rs'));
  await row(/lib\.rs/).waitFor(gone);
  await row(/Every target\s*1/).waitFor();
  console.log('ok: it has files that are not open, until they are deleted');

  const dimmed = page.locator('.squiggly-inline-unnecessary');
  await focusOn('wasm32-wasip1');
  await page.locator('.statusbar-item', { hasText: /^\s*wasip1/ }).waitFor();
  await dimmed.first().waitFor();
  await row(/wasm32-wasip2\s*1/).waitFor();
  await focusOn('All targets');
  await page.locator('.statusbar-item', { hasText: 'WASI: all' }).waitFor();
  await dimmed.first().waitFor(gone);
  console.log('ok: the target in focus dims code until all are chosen; the view keeps all targets');

  await runCommand(page, 'WASI: Focus on Standard Library View');
  await openEntry(page, 'thread');
  await openEntry(page, 'spawn');
  // What is further down is not there.
  for (let target = 0; target < 4; target += 1) {
    await page.keyboard.press('ArrowDown');
  }
  await row(/wasm32-wasip1-threads\s*works/).waitFor();
  await row(/wasm32-wasip2\s*panics/).waitFor();
  console.log('ok: the table of std says what an item does on each target');
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  throw error;
} finally {
  await workbench.close();
}

async function focusOn(label) {
  await runCommand(page, 'wasi-lsp: Focus on a WASI Target', true);
  await page.keyboard.type(label);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
}
