/** The view of the standard library: module, item, and what it does on each WASI target. */

import {
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import { type Outcome, STD_ENTRIES, STD_PAGE, type StdEntry, type Support } from './requests';
import type { ServerSession } from './session';

type Node = StdEntry | Support;

const SYMBOLS: Record<string, string> = {
  mod: 'symbol-module',
  struct: 'symbol-structure',
  enum: 'symbol-enum',
  trait: 'symbol-interface',
  const: 'symbol-constant',
  static: 'symbol-constant',
  macro: 'symbol-keyword',
  type: 'symbol-class',
};

const OUTCOMES: Record<Outcome, ThemeIcon> = {
  works: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  differs: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
  fails: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
  unknown: new ThemeIcon('question', new ThemeColor('disabledForeground')),
};

export function stdView(session: ServerSession): Disposable[] {
  const changed = new EventEmitter<undefined>();
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if ((node && !isEntry(node)) || session.state !== 'running') {
        return [];
      }
      const within = !node || node.holds ? await session.ask(STD_ENTRIES, pathOf(node)) : [];
      return node && node.kind !== 'mod' ? [...node.support, ...within] : within;
    },
    getTreeItem: (node) => (isEntry(node) ? entryItem(node) : supportItem(node)),
    async resolveTreeItem(item, node) {
      if (isEntry(node)) {
        const page = await session.ask(STD_PAGE, { path: node.path });
        item.tooltip = new MarkdownString(page ?? '');
      }
      return item;
    },
  };
  return [
    changed,
    session.onDidChangeState(() => changed.fire(undefined)),
    window.createTreeView('wasi-lsp.std', { treeDataProvider: provider, showCollapseAll: true }),
  ];
}

function isEntry(node: Node): node is StdEntry {
  return 'path' in node;
}

function pathOf(node: StdEntry | undefined): { path: string } {
  return { path: node?.path ?? 'std' };
}

function entryItem({ path, kind, holds, support }: StdEntry): TreeItem {
  const opens = holds || (kind !== 'mod' && support.length > 0);
  const item = new TreeItem(
    path.slice(path.lastIndexOf(':') + 1),
    opens ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = path;
  item.description = inShort(support);
  item.iconPath = new ThemeIcon(SYMBOLS[kind] ?? 'symbol-method');
  return item;
}

function supportItem({ target, outcome, words, about }: Support): TreeItem {
  const item = new TreeItem(target);
  item.description = words;
  item.tooltip = new MarkdownString(about);
  item.iconPath = OUTCOMES[outcome];
  return item;
}

/** What is not plainly well, by what it does: `panics: wasip1, wasip2`. */
function inShort(support: readonly Support[]): string {
  const targets = new Map<string, string[]>();
  for (const { target, outcome, words } of support) {
    if (outcome === 'fails' || outcome === 'differs') {
      targets.set(words, [...(targets.get(words) ?? []), target.replace(/^wasm32-/, '')]);
    }
  }
  return [...targets]
    .map(([words, where]) =>
      where.length === support.length ? words : `${words}: ${where.join(', ')}`,
    )
    .join('; ');
}
