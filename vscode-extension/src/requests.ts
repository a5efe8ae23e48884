/** The server's own requests (server/docs/lsp.md), beyond LSP. */

import { type Location, RequestType, RequestType0 } from 'vscode-languageclient';

export interface Target {
  readonly name: string;
  /** Tier, and since which release. */
  readonly words: string;
  /** Markdown. */
  readonly about: string;
  /** Where the files of the project name it. */
  readonly places: readonly Location[];
  /** Whether a predicate of the project names it. */
  readonly predicate: boolean;
}

export interface Rule {
  readonly code: string;
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  /** Markdown. */
  readonly page: string;
}

export type Outcome = 'works' | 'differs' | 'fails' | 'unknown';

export interface Support {
  readonly target: string;
  readonly outcome: Outcome;
  readonly words: string;
  /** Markdown. */
  readonly about: string;
}

export interface StdEntry {
  readonly path: string;
  readonly kind: string;
  /** Whether there are items within. */
  readonly holds: boolean;
  readonly support: readonly Support[];
}

interface Path {
  readonly path: string;
}

export const TARGETS = new RequestType0<Target[], void>('wasi-lsp/targets');
export const RULES = new RequestType0<Rule[], void>('wasi-lsp/rules');
export const STD_PATHS = new RequestType0<string[], void>('wasi-lsp/stdPaths');
export const STD_ENTRIES = new RequestType<Path, StdEntry[], void>('wasi-lsp/stdEntries');
/** Markdown on one item. */
export const STD_PAGE = new RequestType<Path, string | null, void>('wasi-lsp/stdPage');
