// Packages the extension with the server's wheels, so that it can be installed with no network:
// `node bundle.mjs linux-x64`. `node bundle.mjs` alone leaves the compiled packages out; pip then
// gets them for the platform that it runs on.
//
// $PYTHON names the Python whose pip is used (default: python3).
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const WHEELS = 'wheels';
const PYTHONS = ['3.11', '3.12', '3.13', '3.14'];
/** What pip calls the platforms; VS Code itself needs glibc 2.28. */
const PLATFORMS = {
  'linux-x64': ['manylinux_2_28_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
};

const [target] = process.argv.slice(2);
const platforms = target === undefined ? [] : PLATFORMS[target];
if (platforms === undefined) {
  throw new Error(`${target} is none of ${Object.keys(PLATFORMS).join(', ')}`);
}

await rm(WHEELS, { recursive: true, force: true });
await mkdir(WHEELS);
await Promise.all([
  pip('wheel', '--no-deps', '--wheel-dir', WHEELS, '..'),
  // It runs from its wheel, so that a Python without ensurepip does, too.
  pip('download', '--no-deps', '--only-binary=:all:', '--dest', WHEELS, 'pip'),
]);
if (target) {
  const server = (await readdir(WHEELS)).find((name) => name.startsWith('wasi_lsp-'));
  const for_ = platforms.flatMap((platform) => ['--platform', platform]);
  const common = ['download', '--only-binary=:all:', '--dest', WHEELS, ...for_];
  for (const python of PYTHONS) {
    await pip(...common, '--python-version', python, `${WHEELS}/${server}`);
  }
}
await run('vsce', [
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  ...(target ? ['--target', target] : []),
]);

function pip(...args) {
  const quiet = ['--quiet', '--disable-pip-version-check'];
  return run(process.env.PYTHON ?? 'python3', ['-m', 'pip', ...args, ...quiet]);
}

async function run(program, args) {
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 2 ** 26 });
  process.stdout.write(stdout);
}
