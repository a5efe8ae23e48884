/** Where the server comes from: a setting, a Python interpreter, PATH, or the extension itself. */

import { workspace } from 'vscode';
import type { OwnEnvironment } from './install';
import { chosenInterpreter, hasServer, isExecutable, onPath } from './interpreters';
import { ServerError } from './server-error';

/** How to start the server, without the argument that chooses the transport. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it was found, in words for the log. */
  readonly origin: string;
}

/**
 * Finds the server; a `ServerError` says why there is none. The two settings have machine scope, so a workspace cannot set them; what it can
 * choose, its Python interpreter, counts only once the workspace is trusted.
 */
export async function findServer(own: OwnEnvironment): Promise<Launch> {
  const config = workspace.getConfiguration('wasi-lsp');

  const path = config.get<string | null>('server.path');
  if (path) {
    if (!(await isExecutable(path))) {
      throw new ServerError(
        `The setting wasi-lsp.server.path names "${path}", which is no program. Correct or clear the setting.`,
        ['Open Settings'],
      );
    }
    return { command: path, args: [], origin: 'the setting wasi-lsp.server.path' };
  }

  const interpreter = config.get<string | null>('interpreter');
  if (interpreter) {
    if (!(await hasServer(interpreter))) {
      throw new ServerError(
        `The setting wasi-lsp.interpreter names "${interpreter}", which does not have the server. Install the package "wasi-lsp" for it, or clear the setting.`,
        ['Open Settings'],
      );
    }
    return module(interpreter, 'the setting wasi-lsp.interpreter');
  }

  const chosen = await chosenInterpreter();
  if (chosen && (await hasServer(chosen))) {
    return module(chosen, 'the interpreter of the Python extension');
  }

  const found = await onPath('wasi-lsp');
  if (found) {
    return { command: found, args: [], origin: 'PATH' };
  }

  const installed = await own.interpreter();
  if (installed) {
    return module(installed, "the extension's own environment");
  }
  throw new ServerError(
    'The server "wasi-lsp" is not installed. The extension can install it into an environment of its own, with a Python from 3.11 on.',
    ['Install', 'Open Settings'],
  );
}

// -P keeps the working directory, which is the workspace, out of the module search path.
function module(interpreter: string, origin: string): Launch {
  return { command: interpreter, args: ['-P', '-m', 'wasi_lsp'], origin };
}
