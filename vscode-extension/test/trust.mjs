// A folder that nobody trusts chooses a server and an interpreter: neither runs until it is trusted,
// and the server works all the same.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile, openWorkbench, runCommand } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const scratch = await mkdtemp(join(tmpdir(), 'untrusted-'));
const ran = (name) => join(scratch, `${name}-ran`);

const folder = join(scratch, 'project');
await cp(here('host/project'), folder, { recursive: true });
const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();
await program('.venv/bin/python', `touch ${ran('interpreter')}; exec ${python} "$@"`);
await program('wasi-lsp', `touch ${ran('relative')}; exec wasi-lsp "$@"`);
await program('server', `touch ${ran('server')}; exec wasi-lsp "$@"`);
await mkdir(join(folder, '.vscode'));
const settings = { 'wasi-lsp.server.path': join(folder, 'server') };
await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings));

const standIn = join(scratch, 'python.vsix');
execFileSync('vsce', ['package', '--no-dependencies', '--skip-license', '--out', standIn], {
  cwd: here('python-extension'),
  stdio: 'ignore',
});

const workbench = await openWorkbench(folder, {
  vsix: [standIn, here(`../wasi-lsp-linux-x64-${version}.vsix`)],
  path: `.:${process.env.PATH}`,
  settings: {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  },
});
const { page } = workbench;
try {
  await openFile(page, 'src/main.rs');
  await page.locator('.squiggly-warning').first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  expect(['interpreter', 'relative', 'server'], []);
  console.log('ok: in Restricted Mode nothing of the folder runs, and its files are checked');

  await runCommand(page, 'Workspaces: Manage Workspace Trust');
  await page.locator('.workspace-trust-buttons-row').getByText('Trust', { exact: true }).click();
  await openFile(page, 'src/main.rs');
  for (let waited = 0; waited < 100 && !existsSync(ran('interpreter')); waited++) {
    await page.waitForTimeout(100);
  }
  await page.locator('.squiggly-warning').first().waitFor();
  expect(['interpreter', 'relative', 'server'], ['interpreter']);
  console.log('ok: a folder that is trusted chooses its interpreter, and nothing else');
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  throw error;
} finally {
  await workbench.close();
  await rm(scratch, { recursive: true });
}

async function program(path, script) {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

function expect(programs, toHaveRun) {
  const found = programs.filter((name) => existsSync(ran(name)));
  if (found.join() !== toHaveRun.join()) {
    throw new Error(`expected ${toHaveRun.join() || 'nothing'} to run, not ${found.join()}`);
  }
}
