// Beside the real rust-analyzer: what rustc reports is shown once, predicates keep their colours,
// and with a target in focus nothing is dimmed by another one. It needs Cargo, too.
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openFile, openWorkbench, runCommand } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));

for (const program of ['rust-analyzer', 'cargo']) {
  if (spawnSync(program, ['--version']).status !== 0) {
    console.log(`left out: there is no ${program} that works`);
    process.exit(0);
  }
}

const FILES = {
  'Cargo.toml': '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/main.rs': `\
#[cfg(any(target_env = "p1", target_env = "p2"))]
fn for_wasi() {}

#[cfg(not(target_os = "wasi"))]
fn for_others() {}

#[cfg(target_env = "wasip2")]
fn misspelt() {}

fn main() {
    #[cfg(not(target_os = "wasi"))]
    for_others();
}
`,
};

const scratch = await mkdtemp(join(tmpdir(), 'beside-'));
const folder = join(scratch, 'project');
await mkdir(join(folder, 'src'), { recursive: true });
for (const [path, text] of Object.entries(FILES)) {
  await writeFile(join(folder, path), text);
}
const standIn = join(scratch, 'rust-analyzer');
await build({
  entryPoints: [here('rust-analyzer/extension.ts')],
  outfile: join(standIn, 'out.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
});
await cp(here('rust-analyzer/package.json'), join(standIn, 'package.json'));
execFileSync(
  'vsce',
  [
    'package',
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    '--out',
    `${standIn}.vsix`,
  ],
  { cwd: standIn, stdio: 'ignore' },
);

const workbench = await openWorkbench(folder, {
  vsix: [`${standIn}.vsix`, here(`../wasi-lsp-linux-x64-${version}.vsix`)],
  size: { width: 1200, height: 900 },
  // The home of the workbench is an empty folder, in which rustup would find no toolchain.
  env: { RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), '.rustup') },
});
const { page } = workbench;
try {
  await openFile(page, 'src/main.rs');
  await dims(['for_wasi', 'misspelt']);
  const line = page.locator('.view-line', { hasText: 'p1' });
  const colour = (text) =>
    line
      .locator('span span', { hasText: text })
      .first()
      .evaluate((token) => getComputedStyle(token).color);
  const [name, operator, key] = [
    await colour(/^cfg$/),
    await colour(/^any$/),
    await colour(/^target_env$/),
  ];
  expect(new Set([name, operator, key]).size, 3);
  console.log('ok: predicates keep their colours, also where code is dimmed');

  await runCommand(page, 'Problems: Focus on Problems View');
  const problems = page.locator('.markers-panel-container .monaco-list-row');
  await problems.filter({ hasText: 'unexpected_cfgs' }).first().waitFor({ timeout: 60_000 });
  await until(async () => (await problems.filter({ hasText: 'WASI001' }).count()) === 0);
  console.log('ok: what rustc reports is shown once');

  await openFile(page, 'src/main.rs');
  await runCommand(page, 'wasi-lsp: Focus on a WASI Target', true);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'wasip2' }).first().click();
  await dims(['for_others', 'for_wasi', 'misspelt']);
  await page.getByRole('button', { name: 'Stop rust-analyzer from Dimming' }).click();
  // It is asked again when something changes, and may not have the setting at the first time.
  await openFile(page, 'src/main.rs', 13, 2);
  await dims(['for_others', 'misspelt'], () => page.keyboard.type(' '));
  console.log('ok: with a target in focus, what is inactive there is dimmed, and nothing else');
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  throw error;
} finally {
  await workbench.close();
  await rm(scratch, { recursive: true });
}

/** Waits until these functions are dimmed, and no others; `change` is done each second. */
async function dims(names, change = async () => undefined) {
  let looked = 0;
  await until(async () => {
    if (looked++ % 10 === 0) {
      await change();
    }
    const texts = await page.locator('.squiggly-inline-unnecessary').allTextContents();
    const found = ['for_wasi', 'for_others', 'misspelt', 'main'].filter((name) =>
      texts.some((text) => text === name),
    );
    return found.toSorted().join() === names.join();
  });
}

async function until(probe) {
  for (let waited = 0; waited < 600; waited++) {
    if (await probe()) {
      return;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`waited in vain for ${probe}`);
}

function expect(found, wanted) {
  if (found !== wanted) {
    throw new Error(`expected ${wanted}, not ${found}`);
  }
}
