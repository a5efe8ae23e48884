/** The view of findings: by target, then by file. */

import {
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  EventEmitter,
  languages,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type Uri,
  window,
} from 'vscode';

interface Finding {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

/** `label` is a target, or says that all are meant. */
interface Group {
  readonly label: string;
  readonly findings: readonly Finding[];
}

interface File {
  readonly uri: Uri;
  readonly group: Group;
}

type Node = Group | File | Finding;

const EVERY_TARGET = 'Every target';

const ICONS: Record<DiagnosticSeverity, ThemeIcon> = {
  [DiagnosticSeverity.Error]: new ThemeIcon(
    'error',
    new ThemeColor('problemsErrorIcon.foreground'),
  ),
  [DiagnosticSeverity.Warning]: new ThemeIcon(
    'warning',
    new ThemeColor('problemsWarningIcon.foreground'),
  ),
  [DiagnosticSeverity.Information]: new ThemeIcon(
    'info',
    new ThemeColor('problemsInfoIcon.foreground'),
  ),
  [DiagnosticSeverity.Hint]: new ThemeIcon('lightbulb'),
};

export function findingsView(): Disposable[] {
  const changed = new EventEmitter<undefined>();
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren(node) {
      if (!node) {
        return groups();
      }
      if (isGroup(node)) {
        const uris = new Map(node.findings.map(({ uri }) => [uri.toString(), uri]));
        return [...uris.values()].map((uri) => ({ uri, group: node }));
      }
      return isFile(node) ? inFile(node) : [];
    },
    getTreeItem(node) {
      return isGroup(node) ? groupItem(node) : isFile(node) ? fileItem(node) : findingItem(node);
    },
  };
  return [
    changed,
    languages.onDidChangeDiagnostics(() => changed.fire(undefined)),
    window.createTreeView('wasi-lsp.findings', { treeDataProvider: provider }),
  ];
}

/** The findings of all files by target, as the view has them. */
export function groups(): Group[] {
  const byTarget = new Map<string, Finding[]>();
  for (const [uri, diagnostics] of languages.getDiagnostics()) {
    for (const diagnostic of diagnostics) {
      const targets = diagnostic.source === 'wasi-lsp' && targetsOf(diagnostic);
      for (const target of targets ? (targets.length > 0 ? targets : [EVERY_TARGET]) : []) {
        const known = byTarget.get(target) ?? [];
        known.push({ uri, diagnostic });
        byTarget.set(target, known);
      }
    }
  }
  return [...byTarget]
    .map(([label, findings]) => ({ label, findings }))
    .sort((one, other) => order(one).localeCompare(order(other)));
}

/** What the server put into the diagnostic; undefined for what is no finding. */
function targetsOf(diagnostic: Diagnostic & { data?: unknown }): string[] | undefined {
  const data = diagnostic.data as { targets?: string[] } | undefined;
  return data?.targets;
}

function order({ label }: Group): string {
  return label === EVERY_TARGET ? '' : label;
}

function isGroup(node: Node): node is Group {
  return 'findings' in node;
}

function isFile(node: Node): node is File {
  return 'group' in node;
}

function inFile({ uri, group }: File): Finding[] {
  return group.findings
    .filter((finding) => finding.uri.toString() === uri.toString())
    .sort((one, other) => one.diagnostic.range.start.compareTo(other.diagnostic.range.start));
}

function groupItem({ label, findings }: Group): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.id = label;
  item.description = String(findings.length);
  item.iconPath = new ThemeIcon('target');
  return item;
}

function fileItem(file: File): TreeItem {
  const item = new TreeItem(file.uri, TreeItemCollapsibleState.Expanded);
  item.id = `${file.group.label} ${file.uri}`;
  // With a uri alone the view shows the file's own icon, name and folder.
  item.description = true;
  item.iconPath = ThemeIcon.File;
  return item;
}

function findingItem({ uri, diagnostic }: Finding): TreeItem {
  const { range, message, code, severity } = diagnostic;
  const item = new TreeItem(message.split('\n', 1)[0] ?? '');
  item.description = `${typeof code === 'object' ? code.value : code}, line ${range.start.line + 1}`;
  item.tooltip = message;
  item.iconPath = ICONS[severity];
  item.command = {
    command: 'vscode.open',
    title: 'Open',
    arguments: [uri, { selection: range }],
  };
  return item;
}
