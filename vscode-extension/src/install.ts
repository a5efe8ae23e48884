/** The server in an environment of the extension's own, made from the wheels that come with it. */

import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ExtensionContext, type LogOutputChannel, ProgressLocation, window } from 'vscode';
import { chosenInterpreter, hasServer, onPath } from './interpreters';
import { ServerError } from './server-error';

/** Python's that the server runs on, the newest first; `python` may be any. */
const PYTHONS = [
  ...['python3.14', 'python3.13', 'python3.12', 'python3.11'],
  ...['python3', 'python'],
];
const IS_WINDOWS = process.platform === 'win32';

export class OwnEnvironment {
  private readonly folder: string;
  private readonly wheels: string;
  private readonly version: string;
  /** Holds the version of the extension that made the environment, once it is whole. */
  private readonly marker: string;

  constructor(
    context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {
    this.folder = join(context.globalStorageUri.fsPath, 'environment');
    this.marker = join(this.folder, 'made-by');
    this.wheels = join(context.extensionPath, 'wheels');
    this.version = context.extension.packageJSON.version;
  }

  /** Its Python, if the server is there; one of another version is renewed first. */
  async interpreter(): Promise<string | undefined> {
    const version = await readFile(this.marker, 'utf8').catch(() => undefined);
    if (version === undefined) {
      return undefined;
    }
    const python = this.python();
    // The Python that it was made from may be gone.
    if (version !== this.version || !(await hasServer(python))) {
      this.log.info(`The environment is of version ${version}, or its Python is gone`);
      await this.install();
    }
    return python;
  }

  /** Makes the environment, whatever is there, and shows how far it is. */
  async install(): Promise<void> {
    await window.withProgress(
      { location: ProgressLocation.Notification, title: 'Installing the WASI server' },
      async (progress) => {
        progress.report({ message: 'looking for Python…' });
        const base = await findPython();
        progress.report({ message: `making an environment with ${base}…` });
        await rm(this.folder, { recursive: true, force: true });
        await this.run(base, ['-I', '-m', 'venv', '--without-pip', this.folder]);
        progress.report({ message: 'installing its packages…' });
        await this.installPackages();
        await writeFile(this.marker, this.version);
      },
    );
  }

  private python(): string {
    return IS_WINDOWS
      ? join(this.folder, 'Scripts', 'python.exe')
      : join(this.folder, 'bin', 'python');
  }

  private async installPackages(): Promise<void> {
    const wheels = await readdir(this.wheels).catch(() => []);
    const [pip, server] = ['pip-', 'wasi_lsp-'].map((start) =>
      wheels.find((name) => name.startsWith(start)),
    );
    if (!pip || !server) {
      throw new ServerError(
        'This build of the extension comes without the server. Install the Python package "wasi-lsp", and have its program on PATH or name it in the setting wasi-lsp.server.path.',
        ['Open Settings'],
      );
    }
    const install = [
      ...['-I', join(this.wheels, pip, 'pip'), 'install', '--disable-pip-version-check'],
      ...['--no-input', '--find-links', this.wheels, join(this.wheels, server)],
    ];
    try {
      await this.run(this.python(), [...install, '--no-index']);
    } catch {
      this.log.info('Not all packages came with the extension: pip gets the others');
      await this.run(this.python(), install);
    }
  }

  private async run(program: string, args: readonly string[]): Promise<void> {
    this.log.info([program, ...args].join(' '));
    try {
      const { stdout } = await promisify(execFile)(program, args, { timeout: 300_000 });
      this.log.debug(stdout);
    } catch (error) {
      this.log.error(String((error as { stderr?: string }).stderr || error));
      throw new ServerError('The server was not installed. The log says why.', ['Try Again']);
    }
  }
}

/** A Python that can run the server: the chosen one, else the newest on PATH. */
async function findPython(): Promise<string> {
  const onThePath = await Promise.all(PYTHONS.map(onPath));
  let older: string | undefined;
  for (const python of [await chosenInterpreter(), ...onThePath]) {
    const version = python && (await versionOf(python));
    if (version && isNewEnough(version)) {
      return python;
    }
    older ??= version && `${python} is ${version}`;
  }
  throw new ServerError(
    `The server needs Python 3.11 or newer, and there is none on PATH${older ? ` (${older})` : ''}. Install one, then start VS Code again.`,
    ['Try Again'],
  );
}

/** `3.11` and the like, of a Python that works and can make environments. */
async function versionOf(python: string): Promise<string | undefined> {
  const probe = 'import sys, venv; print("%d.%d" % sys.version_info[:2])';
  try {
    const { stdout } = await promisify(execFile)(python, ['-I', '-c', probe], { timeout: 20_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 11);
}
