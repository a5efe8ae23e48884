/** Where the server comes from: a setting, a Python interpreter, or PATH. */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { PVSC_EXTENSION_ID, PythonExtension } from '@vscode/python-extension';
import { extensions, workspace } from 'vscode';

/** How to start the server, without the argument that chooses the transport. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it was found, in words for the log. */
  readonly origin: string;
}

/** No server can be started; the message tells the user why and what to do. */
export class NoServerError extends Error {}

const INSTALL = 'Install the package "wasi-lsp" (Python 3.11 or newer)';

/**
 * Finds the server. The two settings have machine scope, so a workspace cannot set them; what it can
 * choose, its Python interpreter, counts only once the workspace is trusted.
 */
export async function findServer(): Promise<Launch> {
  const config = workspace.getConfiguration('wasi-lsp');

  const path = config.get<string | null>('server.path');
  if (path) {
    if (!(await isExecutable(path))) {
      throw new NoServerError(
        `The setting wasi-lsp.server.path names "${path}", which is no program. Correct or clear the setting.`,
      );
    }
    return { command: path, args: [], origin: 'the setting wasi-lsp.server.path' };
  }

  const interpreter = config.get<string | null>('interpreter');
  if (interpreter) {
    if (!(await hasServer(interpreter))) {
      throw new NoServerError(
        `The setting wasi-lsp.interpreter names "${interpreter}", which does not have the server. ${INSTALL} for it, or clear the setting.`,
      );
    }
    return module(interpreter, 'the setting wasi-lsp.interpreter');
  }

  if (workspace.isTrusted) {
    const chosen = await chosenInterpreter();
    if (chosen && (await hasServer(chosen))) {
      return module(chosen, 'the interpreter of the Python extension');
    }
  }

  const found = await onPath('wasi-lsp');
  if (found) {
    return { command: found, args: [], origin: 'PATH' };
  }
  throw new NoServerError(
    `The server "wasi-lsp" is not installed where the editor can find it. ${INSTALL} so that it is on PATH, or set wasi-lsp.interpreter to a Python that has it.`,
  );
}

/** The Python extension, where it is installed and works; nothing here requires it. */
export async function pythonExtension(): Promise<PythonExtension | undefined> {
  try {
    return extensions.getExtension(PVSC_EXTENSION_ID) && (await PythonExtension.api());
  } catch {
    return undefined;
  }
}

async function chosenInterpreter(): Promise<string | undefined> {
  const python = await pythonExtension();
  if (!python) {
    return undefined;
  }
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const path = python.environments.getActiveEnvironmentPath(folder);
  const environment = await python.environments.resolveEnvironment(path);
  return environment?.executable.uri?.fsPath;
}

// -P keeps the working directory, which is the workspace, out of the module search path.
function module(interpreter: string, origin: string): Launch {
  return { command: interpreter, args: ['-P', '-m', 'wasi_lsp'], origin };
}

async function hasServer(interpreter: string): Promise<boolean> {
  const probe =
    'import importlib.util, sys; sys.exit(importlib.util.find_spec("wasi_lsp") is None)';
  try {
    await promisify(execFile)(interpreter, ['-P', '-c', probe], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Looks in the absolute folders of PATH: a relative one would lead into the workspace. */
async function onPath(name: string): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    const candidate = join(folder, file);
    if (await isExecutable(candidate)) {
      return candidate;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
