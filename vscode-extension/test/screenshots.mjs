// Takes the pictures of the documentation again, from the real thing working on examples/porting.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile, openWorkbench, runCommand } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const images = here('../../server/docs/images');
await mkdir(images, { recursive: true });

const workbench = await openWorkbench(here('../../examples/porting'), {
  vsix: here(`../wasi-lsp-${version}.vsix`),
  size: { width: 1100, height: 800 },
});
const { page } = workbench;

try {
  await openAt('src/platform.rs', '#[cfg(unix)]');
  await page.locator('.squiggly-warning').first().waitFor();
  const seconds = ((performance.now() - workbench.opened) / 1000).toFixed(1);
  console.log(`first squiggle ${seconds} s after the folder was opened in a fresh VS Code`);
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await openAt('src/worker.rs', 'thread::spawn', 'thread::'.length);
  await page.locator('.squiggly-warning').first().waitFor();
  await hover();
  await shoot('vscode-hover-std');
  await page.keyboard.press('Escape');
  await openAt('src/platform.rs', 'any(unix, target_os = "wasi")');
  await hover();
  await shoot('vscode-hover-predicate');
  await page.keyboard.press('Escape');

  await openAt('src/platform.rs', '#[cfg(unix)]');
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel-container .monaco-list-row').nth(4).waitFor();
  await openAt('src/platform.rs', '#[cfg(unix)]');
  await shoot('vscode-problems');
  await runCommand(page, 'View: Hide Panel');

  // Retype the predicate from `target_env = "` on, as one does.
  const place = '#[cfg(target_env = "wasip2")]';
  await openAt('src/platform.rs', place, place.length);
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type('#[cfg(all(target_os = "wasi", target_env = "');
  await page.locator('.suggest-widget.visible .monaco-list-row').nth(2).waitFor();
  await shoot('vscode-completion');
} finally {
  await workbench.close();
}

async function openAt(path, text, offset = 0) {
  const source = await readFile(join(workbench.folder, path), 'utf8');
  const index = source.indexOf(text);
  if (index < 0) {
    throw new Error(`no ${text} in ${path}`);
  }
  const before = source.slice(0, index + offset).split('\n');
  await openFile(page, path, before.length, before.at(-1).length + 1);
}

async function hover() {
  await runCommand(page, 'Show or Focus Hover');
  // The markers' part comes first, the server's own answer after it.
  await page.locator('.monaco-hover .rendered-markdown').first().waitFor();
}

async function shoot(name) {
  // Lets what is being shown settle: fades and the reflow of popups.
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(images, `${name}.png`), caret: 'initial' });
  console.log(`${name}.png`);
}
