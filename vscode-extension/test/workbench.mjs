// The real VS Code workbench with the packaged extension: code-server and headless Chromium.
//
// $CODE_SERVER names the code-server program (default: the one on PATH). The extension finds its
// server as it does for users; that is `wasi-lsp` on PATH, unless a test says otherwise.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openBrowser } from './browser.mjs';

const CODE_SERVER = process.env.CODE_SERVER ?? 'code-server';

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'extensions.autoUpdate': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Opens a copy of `folder`, so that nothing done to it lasts.
 *
 * Options: `vsix`, one or several, is installed first; `query` and `flags` are added to the page's address and to
 * code-server's arguments; `prepare(page)` runs before the page is opened; `size` is the window's;
 * `path` is the PATH of extensions, `env` changes their other variables, `settings` those of VS Code.
 */
export async function openWorkbench(folder, options) {
  const scratch = await mkdtemp(join(tmpdir(), 'workbench-'));
  const copy = join(scratch, basename(folder));
  await cp(folder, copy, {
    recursive: true,
    filter: (path) => basename(path) !== 'target',
  });
  await mkdir(join(scratch, 'data/User'), { recursive: true });
  const settings = { ...SETTINGS, ...options.settings };
  await writeFile(join(scratch, 'data/User/settings.json'), JSON.stringify(settings));
  // Extensions get the environment of a login shell, not that of this process.
  await writeFile(join(scratch, '.profile'), `export PATH='${options.path ?? process.env.PATH}'\n`);
  const where = [
    ...['--user-data-dir', join(scratch, 'data')],
    ...['--extensions-dir', join(scratch, 'extensions')],
  ];
  const env = { ...process.env, HOME: scratch, ...options.env };
  for (const vsix of [options.vsix ?? []].flat()) {
    const install = [...where, '--install-extension', vsix];
    const { status, stderr, error } = spawnSync(CODE_SERVER, install, { env, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${CODE_SERVER} did not install ${vsix}: ${error ?? stderr}`);
    }
  }

  const host = `127.0.0.1:${await freePort()}`;
  const server = spawn(
    CODE_SERVER,
    [
      ...where,
      ...['--auth', 'none', '--bind-addr', host],
      ...['--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
      ...(options.flags ?? []),
      copy,
    ],
    // Its own group: code-server starts further processes.
    { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  await listening(server);

  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: options.size, deviceScaleFactor: 1 });
  page.setDefaultTimeout(30_000);
  await options.prepare?.(page);
  const query = options.query?.(host, copy) ?? '';
  const opened = performance.now();
  await page.goto(`http://${host}/?folder=${encodeURIComponent(copy)}${query}`);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor();

  return {
    page,
    folder: copy,
    opened,
    /** What the extension has written to its log. */
    async log() {
      const logs = join(scratch, 'data/logs');
      const files = await readdir(logs, { recursive: true });
      const [file] = files.filter((name) => basename(name) === 'wasi-lsp.log');
      return file ? readFile(join(logs, file), 'utf8') : 'nothing';
    },
    async close() {
      await browser.close();
      process.kill(-server.pid);
      await once(server, 'exit');
      await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Runs a command of the palette by its title; one that `asks` opens a list in its place. */
export async function runCommand(page, title, asks = false) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
  if (asks) {
    await page.locator('.quick-input-widget input:placeholder-shown').waitFor();
  } else {
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}

/** Opens a file of the folder and puts the cursor on a 1-based line and column. */
export async function openFile(page, path, line = 1, column = 1) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').fill(`${path}:${line}:${column}`);
  // The rows of the files opened before stand there at first.
  const row = page.locator('.quick-input-list .monaco-list-row.focused');
  await row.filter({ hasText: basename(path) }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.locator('.monaco-editor .view-lines').first().waitFor();
}

/** Opens the menu with the fixes; again where the server has not judged the file yet. */
export async function openFixes(page, hasText) {
  const row = page.locator('.action-widget .monaco-list-row', { hasText }).first();
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press('Control+.');
    try {
      await row.waitFor({ timeout: 5_000 });
      return;
    } catch {
      await page.keyboard.press('Escape');
    }
  }
  throw new Error(`no ${hasText} in the menu`);
}

/** Finds an entry of the view in focus by typing its name, opens it and goes to what is within. */
export async function openEntry(page, label) {
  await page.keyboard.type(label);
  const row = page.locator('.pane-body .monaco-list-row.focused');
  await row.filter({ hasText: new RegExp(`^\\s*${label}`) }).waitFor();
  // The first time it opens, the second time it goes to what is within; what is typed after a
  // second begins a new name.
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(1000);
  await page.keyboard.press('ArrowRight');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function listening(server) {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`code-server ended with exit code ${code}`)));
    server.stdout.on('data', (text) => {
      if (String(text).includes('HTTP server listening')) {
        resolve();
      }
    });
  });
}
