// A server that does not start, one that dies, and one that dies again and again: what VS Code shows,
// and that the buttons which it offers bring the server back.
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile, openWorkbench, runCommand } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const scratch = await mkdtemp(join(tmpdir(), 'recovery-'));
const started = join(scratch, 'pid');

// The first on PATH: it tells which process the server is.
const program = join(scratch, 'wasi-lsp');
const real = process.env.PATH.split(delimiter)
  .map((folder) => join(folder, 'wasi-lsp'))
  .find(existsSync);
await serve('echo "something is broken" >&2; exit 1');

const workbench = await openWorkbench(here('host/project'), {
  vsix: here(`../wasi-lsp-linux-x64-${version}.vsix`),
  path: `${scratch}${delimiter}${process.env.PATH}`,
});
const { page } = workbench;
const toasts = page.locator('.notification-toast');
const status = (icon) =>
  page.locator('.statusbar-item', {
    hasText: 'WASI: all',
    has: page.locator(`.codicon-${icon}`),
  });
const view = (hasText) => page.locator('.pane-body', { hasText }).first();
try {
  await openFile(page, 'src/main.rs');
  await toasts.filter({ hasText: 'did not start' }).waitFor();
  await status('error').waitFor();
  if ((await toasts.count()) > 1) {
    throw new Error(`more than one message: ${await toasts.allInnerTexts()}`);
  }
  await runCommand(page, 'View: Show WASI');
  await view('does not run, so nothing is checked').waitFor();
  console.log('ok: a server that does not start is told once, and the view says so');

  await serve(`echo $$ > ${started}; exec ${real} "$@"`);
  await toasts.getByRole('button', { name: 'Restart' }).click();
  await isWell();
  console.log('ok: "Restart" in the message starts it');

  await end();
  await isWell();
  console.log('ok: a server that dies is started again');

  for (let time = 2; time <= 5; time += 1) {
    await status('target').waitFor();
    await end();
  }
  await toasts.filter({ hasText: '5 times within three minutes' }).waitFor();
  await view('does not run, so nothing is checked').waitFor();
  await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
  console.log('ok: one that dies again and again is left, and nothing of it stays in the editor');

  await status('error').click();
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Restart' }).click();
  await isWell();
  console.log('ok: "Restart" in the menu of the status bar starts it');

  await runCommand(page, 'Developer: Set Log Level...', true);
  await choose('wasi-lsp');
  await choose('Trace');
  await openFile(page, 'src/main.rs', 2);
  await page.keyboard.press('End');
  await page.keyboard.type(' ');
  await logged(/Sending notification 'textDocument\/didChange'/);
  console.log('ok: the log has the traffic once its level is Trace');
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  console.log(await workbench.log());
  throw error;
} finally {
  await workbench.close();
  await rm(scratch, { recursive: true });
}

async function serve(script) {
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
}

async function isWell() {
  await status('target').waitFor();
  await page.locator('.squiggly-warning').first().waitFor();
  await view('thread::spawn').waitFor();
}

/** Kills the server that runs now. */
async function end() {
  const pid = Number(await readFile(started, 'utf8'));
  process.kill(pid, 'SIGKILL');
  await status('target').waitFor({ state: 'detached' });
}

async function choose(label) {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  await row.first().waitFor();
  await page.keyboard.type(label);
  await row.and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
}

async function logged(text) {
  const deadline = Date.now() + 15_000;
  while (!text.test(await workbench.log())) {
    if (Date.now() > deadline) {
      throw new Error(`no ${text} in the log`);
    }
    await page.waitForTimeout(100);
  }
}
