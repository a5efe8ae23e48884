/** Commands that look something up: targets, rules, items of std. */

import {
  commands,
  type Disposable,
  Location,
  type QuickPickItem,
  QuickPickItemKind,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Location as LspLocation } from 'vscode-languageclient';
import type { Pages } from './pages';
import { RULES, STD_PATHS, TARGETS, type Target } from './requests';
import type { ServerSession } from './session';

export function lookup(session: ServerSession, pages: Pages): Disposable[] {
  return [
    commands.registerCommand('wasi-lsp.showTargets', () => showTargets(session, pages)),
    commands.registerCommand('wasi-lsp.explainRule', (code?: string) =>
      explain(session, pages, code),
    ),
    commands.registerCommand('wasi-lsp.searchStd', () => searchStd(session, pages)),
  ];
}

/** All targets; those that the project names lead to the places, all to their page. */
async function showTargets(session: ServerSession, pages: Pages): Promise<void> {
  type Item = QuickPickItem & { target?: Target; place?: Location };
  const targets = await session.ask(TARGETS);
  const items = targets.flatMap((target): Item[] => [
    {
      label: `$(target) ${target.name}`,
      description: target.words,
      detail: named(target),
      target,
    },
    ...target.places.map(fromLsp).map((place) => ({
      label: `$(go-to-file) ${workspace.asRelativePath(place.uri)}`,
      description: `line ${place.range.start.line + 1}`,
      place,
    })),
    { label: '', kind: QuickPickItemKind.Separator },
  ]);
  const chosen = await window.showQuickPick(items, {
    title: 'WASI targets',
    placeHolder: 'A target, or a place that names it',
    matchOnDescription: true,
  });
  if (chosen?.place) {
    await window.showTextDocument(chosen.place.uri, { selection: chosen.place.range });
  } else if (chosen?.target) {
    await pages.show('targets', chosen.target.name);
  }
}

function named({ places, predicate }: Target): string {
  const where = [...(places.length > 0 ? ['files'] : []), ...(predicate ? ['predicates'] : [])];
  return where.length > 0
    ? `Named by ${where.join(' and ')} of the project`
    : 'Not named by the project';
}

/** The page of the rule `code`, or of the one that is chosen. */
async function explain(session: ServerSession, pages: Pages, code?: string): Promise<void> {
  let wanted = code;
  if (wanted === undefined) {
    const rules = await session.ask(RULES);
    const byCode = [...rules].sort((one, other) => one.code.localeCompare(other.code));
    const chosen = await window.showQuickPick(
      byCode.map(({ code, name, severity, summary }) => ({
        label: code,
        description: `${name}, ${severity}`,
        detail: summary,
      })),
      { title: 'Explain a rule', matchOnDescription: true, matchOnDetail: true },
    );
    wanted = chosen?.label;
  }
  if (wanted) {
    await pages.show('rules', wanted);
  }
}

async function searchStd(session: ServerSession, pages: Pages): Promise<void> {
  const paths = await session.ask(STD_PATHS);
  const chosen = await window.showQuickPick(paths, {
    title: 'The standard library on WASI',
    placeHolder: 'An item of std, such as std::thread::spawn',
  });
  if (chosen) {
    await pages.show('std', chosen);
  }
}

function fromLsp({ uri, range: { start, end } }: LspLocation): Location {
  const range = new Range(start.line, start.character, end.line, end.character);
  return new Location(Uri.parse(uri), range);
}
