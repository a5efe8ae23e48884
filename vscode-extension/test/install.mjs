// Installs the package into a fresh VS Code that has no network, and a Python only when it has said
// that it needs one; and waits for a finding. $PYTHON names that Python (default: python3 on PATH).
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile, openWorkbench } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const where = 'import sys; print(sys._base_executable, *sys.version_info[:2])';
const [python, major, minor] = execFileSync(process.env.PYTHON ?? 'python3', ['-c', where], {
  encoding: 'utf8',
})
  .trim()
  .split(' ');

const folder = await mkdtemp(join(tmpdir(), 'only-python-'));
const workbench = await openWorkbench(here('host/project'), {
  vsix: here(`../wasi-lsp-linux-x64-${version}.vsix`),
  path: folder,
  // Nobody listens there.
  env: { PYTHONPATH: '', PIP_INDEX_URL: 'http://127.0.0.1:9/', PIP_RETRIES: '0' },
});
const { page } = workbench;
try {
  await openFile(page, 'src/main.rs');
  const status = (icon) =>
    page.locator('.statusbar-item', {
      hasText: 'WASI: all',
      has: page.locator(`.codicon-${icon}`),
    });
  await status('error').click();
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Show the log' }).click();
  await page.locator('.panel .view-lines', { hasText: 'is not installed' }).waitFor();
  console.log('ok: the status bar says that there is no server, and its menu leads to the log');

  const press = async (name, hasText) => {
    const message = page.locator('.notification-toast', { hasText });
    await message.getByRole('button', { name }).click();
  };
  await press('Install', 'is not installed');
  await page.locator('.notification-toast', { hasText: /3\.11 or newer.*none on PATH/ }).waitFor();
  console.log('ok: without a Python it says that one is needed');

  await symlink(python, join(folder, 'python3'));
  await press('Try Again', '3.11 or newer');
  const started = performance.now();
  // Packages are unpacked and compiled: on a machine with other work that takes a while.
  await status('target').waitFor({ timeout: 120_000 });
  await page.locator('.squiggly-warning').first().waitFor();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`ok: Python ${major}.${minor}, a finding ${seconds} s after "Install" was pressed`);
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  throw error;
} finally {
  await workbench.close();
  await rm(folder, { recursive: true });
}
