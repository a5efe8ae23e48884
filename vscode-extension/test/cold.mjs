// How long it takes in a fresh VS Code from opening a folder, with a Rust file to be shown, to the
// file's text, until the extension runs, and to the first finding.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openWorkbench } from './workbench.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));

for (let run = 1; run <= 3; run++) {
  const workbench = await openWorkbench(here('../../examples/porting'), {
    vsix: here(`../wasi-lsp-linux-x64-${version}.vsix`),
    // An installed server has its bytecode.
    env: { PYTHONDONTWRITEBYTECODE: '' },
    query: (host, folder) => {
      const payload = [['openFile', `vscode-remote://${host}${folder}/src/platform.rs`]];
      return `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    },
  });
  try {
    await workbench.page.locator('.view-line', { hasText: 'platform' }).first().waitFor();
    const text = since(workbench.opened);
    await workbench.page.locator('.statusbar-item', { hasText: 'WASI: all' }).waitFor();
    const extension = since(workbench.opened);
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    const finding = since(workbench.opened);
    console.log(
      `${run}: the text after ${text} s, the extension ${extension}, a finding ${finding}`,
    );
  } finally {
    await workbench.close();
  }
}

function since(start) {
  return ((performance.now() - start) / 1000).toFixed(1);
}
