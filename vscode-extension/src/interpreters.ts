/** Pythons and programs: where they are, and whether the server is in them. */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { PVSC_EXTENSION_ID, PythonExtension } from '@vscode/python-extension';
import { extensions, workspace } from 'vscode';

/** The Python extension, where it is installed and works; nothing here requires it. */
export async function pythonExtension(): Promise<PythonExtension | undefined> {
  try {
    return extensions.getExtension(PVSC_EXTENSION_ID) && (await PythonExtension.api());
  } catch {
    return undefined;
  }
}

/** The interpreter chosen for the workspace, which counts only once that is trusted. */
export async function chosenInterpreter(): Promise<string | undefined> {
  const python = workspace.isTrusted ? await pythonExtension() : undefined;
  if (!python) {
    return undefined;
  }
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const path = python.environments.getActiveEnvironmentPath(folder);
  const environment = await python.environments.resolveEnvironment(path);
  return environment?.executable.uri?.fsPath;
}

/** Whether the interpreter works and has the server's package. */
export async function hasServer(interpreter: string): Promise<boolean> {
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
export async function onPath(name: string): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const candidates = folders.map((folder) => join(folder, file));
  // At once: while VS Code starts, each step that is waited for waits for other extensions, too.
  const found = await Promise.all(candidates.map(isExecutable));
  return candidates.find((_, index) => found[index]);
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    const [status] = await Promise.all([stat(path), access(path, constants.X_OK)]);
    return status.isFile();
  } catch {
    return false;
  }
}
