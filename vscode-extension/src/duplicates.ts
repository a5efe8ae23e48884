/**
 * What `cargo check` reports too is shown once. rust-analyzer runs it and shows its diagnostics with
 * the source "rustc"; ours for the same place then say nothing new.
 */

import { type Diagnostic, type Disposable, languages, type Uri } from 'vscode';

/** The rules on what rustc itself reports. */
const RUSTC_REPORTS = new Set(['WASI001', 'WASI002', 'WASI003']);

/** `ours` for the document `uri` without those that rustc's there make superfluous. */
export function withoutDuplicates(ours: readonly Diagnostic[], uri: Uri): Diagnostic[] {
  const theirs = fromRustc(uri);
  return ours.filter(
    ({ code, range }) =>
      !RUSTC_REPORTS.has(String(typeof code === 'object' ? code.value : code)) ||
      !theirs.some((diagnostic) => diagnostic.range.intersection(range)),
  );
}

/** Calls `changed` whenever rustc's diagnostics of any document become others. */
export function onRustcChange(changed: () => void): Disposable {
  const known = new Map<string, string>();
  return languages.onDidChangeDiagnostics(({ uris }) => {
    let news = false;
    for (const uri of uris) {
      const key = uri.toString();
      const ranges = JSON.stringify(fromRustc(uri).map(({ range }) => range));
      news ||= ranges !== (known.get(key) ?? '[]');
      known.set(key, ranges);
    }
    if (news) {
      changed();
    }
  });
}

function fromRustc(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'rustc');
}
