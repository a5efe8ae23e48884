// Runs test/host/suite.ts in the extension host of a real VS Code; the exit code is its own.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openWorkbench } from './workbench.mjs';

const extension = fileURLToPath(new URL('..', import.meta.url));
const suite = 'out/host-suite.js';

await build({
  entryPoints: ['test/host/suite.ts'],
  outfile: suite,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
});

let finish;
const exitCode = new Promise((resolve) => {
  finish = resolve;
});

const workbench = await openWorkbench('test/host/project', {
  flags: ['--vscode-option', 'enable-smoke-test-driver'],
  prepare: async (page) => {
    // All that the workbench logs comes here; the suite's lines begin with these words.
    await page.exposeFunction('codeAutomationLog', (_level, [text]) => {
      if (/^(ok|FAILED|Error): /.test(text)) {
        console.log(text);
      }
    });
    await page.exposeFunction('codeAutomationExit', finish);
  },
  query: (host) => {
    const payload = [
      ['extensionDevelopmentPath', `vscode-remote://${host}${extension}`],
      ['extensionTestsPath', `vscode-remote://${host}${extension}${suite}`],
    ];
    return `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  },
});
const code = await exitCode;
if (code !== 0) {
  console.log(`The log of the extension:\n${await workbench.log()}`);
}
await workbench.close();
process.exit(code);
