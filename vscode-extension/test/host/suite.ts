/** Runs inside the extension host of a real VS Code, with test/host/project open. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  type CodeAction,
  type CodeLens,
  type CompletionList,
  ConfigurationTarget,
  commands,
  Diagnostic,
  DiagnosticTag,
  type DocumentHighlight,
  type FoldingRange,
  type Hover,
  type InlayHint,
  languages,
  type MarkdownString,
  type Position,
  Range,
  type SelectionRange,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';

const TESTS: Record<string, (document: TextDocument) => Promise<void>> = {
  async 'a wrong cfg value and a std call that panics are reported'(document) {
    assert.deepEqual(await reported(document), [
      ['WASI001', '"wasip2"'],
      ['WASI103', 'thread::spawn'],
    ]);
  },

  async 'what a predicate selects is shown'(document) {
    const place = find(document, 'target_os');
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(place, place),
    );
    const show = actions.find(({ command }) => command?.command === 'wasi-lsp.showSelected');
    assert(show?.command?.arguments);
    await commands.executeCommand(show.command.command, ...show.command.arguments);
    await waitForTab('Preview What this selects.md');
    assert.match(await textOf('text', 'What this selects'), /wasip2/);
  },

  async 'hover tells which targets a predicate selects'(document) {
    assert.match(await hover(document, 'target_os'), /wasm32-wasip2/);
  },

  async 'hover tells what std does on WASI'(document) {
    assert.match(await hover(document, 'spawn'), /std::thread::spawn/);
  },

  async 'completion offers the values of WASI'(document) {
    const labels = await completed(document, find(document, '"wasip2"').translate(0, 1));
    assert.deepEqual(
      ['p1', 'p2', 'p3'].filter((value) => !labels.includes(value)),
      [],
    );
  },

  async 'completion offers attributes, what fails in std, and the codes of rules'(document) {
    // Brackets are closed as the editor does it while one types.
    for (const [typed, closed, offered] of [
      ['#[cf', '', 'cfg(not(target_os = "wasi"))'],
      ['fn f() { std::env::temp', ' }', 'temp_dir'],
      ['// wasi-lsp: allow(WASI1', '', 'WASI103'],
    ] as const) {
      const edit = new WorkspaceEdit();
      const end = document.getText().length;
      edit.insert(document.uri, document.positionAt(end), typed + closed);
      await workspace.applyEdit(edit);
      const labels = await completed(document, document.positionAt(end + typed.length));
      await commands.executeCommand('undo');
      assert(labels.includes(offered), `${typed}: ${labels}`);
    }
    await waitFor('the file to be as before', () => codes(document).join() === 'WASI001,WASI103');
  },

  async 'an edit clears the finding, and its undoing brings it back'(document) {
    const start = find(document, 'wasip2');
    const edit = new WorkspaceEdit();
    const range = document.getWordRangeAtPosition(start);
    assert(range);
    edit.replace(document.uri, range, 'p2');
    await workspace.applyEdit(edit);
    await waitFor('WASI001 to go', () => !codes(document).includes('WASI001'));
    assert.deepEqual(codes(document), ['WASI103']);
    await commands.executeCommand('undo');
    await waitFor('WASI001 to come back', () => codes(document).includes('WASI001'));
  },

  async 'all fixes that are certain are made on saving, if the user wants that'(document) {
    const editor = workspace.getConfiguration('editor', document.uri);
    const set = (value?: object) =>
      editor.update('codeActionsOnSave', value, ConfigurationTarget.Workspace);
    const before = document.getText();
    await set({ 'source.fixAll.wasi-lsp': 'explicit' });
    await change(document, before.replace('fn main', 'fn main '));
    await commands.executeCommand('workbench.action.files.save');
    await waitFor('WASI001 to go', () => !codes(document).includes('WASI001'));
    assert.match(document.getText(), /target_env = "p2"/);
    await set(undefined);
    await change(document, before);
    await document.save();
    await waitFor('WASI001 to come back', () => codes(document).includes('WASI001'));
  },

  async 'a setting of the folder applies at once'(document) {
    const config = workspace.getConfiguration('wasi-lsp', document.uri);
    await config.update('rules', { WASI1: 'off' }, ConfigurationTarget.Workspace);
    await waitFor('WASI103 to go', () => !codes(document).includes('WASI103'));
    await config.update('rules', undefined, ConfigurationTarget.Workspace);
    await waitFor('WASI103 to come back', () => codes(document).includes('WASI103'));
  },

  async 'what rustc reports in the same place is not shown twice'(document) {
    const rustc = languages.createDiagnosticCollection('rustc');
    const range = new Range(find(document, 'target_env'), find(document, '))]'));
    const theirs = new Diagnostic(range, 'unexpected `cfg` condition value: `wasip2`');
    theirs.source = 'rustc';
    rustc.set(document.uri, [theirs]);
    await waitFor('WASI001 to go', () => !codes(document).includes('WASI001'));
    assert.deepEqual(codes(document), ['WASI103']);
    rustc.dispose();
    await waitFor('WASI001 to come back', () => codes(document).includes('WASI001'));
  },

  async 'a manifest is judged too, whatever language it is said to be'(document) {
    const manifest = await workspace.openTextDocument(
      Uri.joinPath(document.uri, '../../Cargo.toml'),
    );
    const edit = new WorkspaceEdit();
    const end = manifest.positionAt(manifest.getText().length);
    edit.insert(manifest.uri, end, '\n[target.wasm32-wasip4.dependencies]\n');
    await workspace.applyEdit(edit);
    await window.showTextDocument(manifest);
    assert.deepEqual(await reported(manifest), [['WASI302', 'wasm32-wasip4']]);
    await commands.executeCommand('undo');
    await waitFor('WASI302 to go', () => codes(manifest).length === 0);
    await window.showTextDocument(document);
  },

  async 'code that is inactive on the target in focus is dimmed'(document) {
    const config = workspace.getConfiguration('wasi-lsp', document.uri);
    await config.update('focus', 'wasm32-wasip1', ConfigurationTarget.Workspace);
    const dimmed = () =>
      ours(document).filter(({ tags }) => tags?.includes(DiagnosticTag.Unnecessary));
    await waitFor('the inactive code', () => dimmed().length === 1);
    assert.match(document.getText(dimmed()[0]?.range), /^#\[cfg/);
    await config.update('focus', undefined, ConfigurationTarget.Workspace);
    await waitFor('nothing to be dimmed', () => dimmed().length === 0);
  },

  async 'hints and lenses show the targets'(document) {
    const edit = new WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    const item = 'fn net() {}\n';
    edit.insert(
      document.uri,
      end,
      `#[cfg(target_env = "p2")]\n${item}#[cfg(not(target_env = "p2"))]\n${item}`,
    );
    await workspace.applyEdit(edit);
    const whole = new Range(0, 0, document.lineCount, 0);
    const hints = await commands.executeCommand<InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole,
    );
    assert(hints.every(({ label }) => String(label).startsWith('→ ')));
    const lenses = await commands.executeCommand<CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command]),
      [
        ['wasip1 · wasip2 · wasip3', 'wasi-lsp.showVersions'],
        ['wasip1 · wasip2 · wasip3', 'wasi-lsp.showVersions'],
      ],
    );
    await commands.executeCommand('undo');
  },

  async 'a selection grows within a predicate, equal ones are highlighted, a run of them folds'(
    document,
  ) {
    const edit = new WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    const item = '#[cfg(unix)]\nfn net';
    edit.insert(document.uri, end, `${item}() {}\n${item}work() {}\n`);
    await workspace.applyEdit(edit);
    const [selection] = await commands.executeCommand<SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [find(document, 'target_os')],
    );
    const selected: string[] = [];
    for (let each = selection; each; each = each.parent) {
      selected.push(document.getText(each.range));
    }
    assert(selected.includes('target_os = "wasi"'), selected.join());
    assert(selected.includes('all(target_os = "wasi", target_env = "wasip2")'), selected.join());

    const highlights = await commands.executeCommand<DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      find(document, 'unix)'),
    );
    assert.deepEqual(
      highlights.map(({ range }) => range.start.line),
      [end.line, end.line + 2],
    );

    const folds = await commands.executeCommand<FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert(folds.some(({ start, end: last }) => start === end.line && last === end.line + 3));
    await commands.executeCommand('undo');
    await waitFor('the file to be as before', () => codes(document).join() === 'WASI001,WASI103');
  },

  async 'a missing version is told by a lens, and a fix writes it'(document) {
    const config = workspace.getConfiguration('wasi-lsp', document.uri);
    const targets = ['p1', 'p2', 'p3'].map((version) => `wasm32-wasi${version}`);
    await config.update('targets', targets, ConfigurationTarget.Workspace);
    const edit = new WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    const versions = ['p1', 'p2'].map(
      (version) => `#[cfg(target_env = "${version}")]\nfn net() {}\n`,
    );
    edit.insert(document.uri, end, `${versions.join('')}fn start() {\n    net();\n}\n`);
    await workspace.applyEdit(edit);
    const missing = () => ours(document).find((diagnostic) => code(diagnostic) === 'WASI202');
    await waitFor('WASI202', () => missing() !== undefined);
    const lenses = await commands.executeCommand<CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.match(String(lenses[0]?.command?.title), /missing wasip3/);
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      missing()?.range,
      undefined,
      10,
    );
    const fix = actions.find(({ title }) => title.startsWith('Add `net` for wasm32-wasip3'));
    assert(fix?.edit, actions.map(({ title }) => title).join());
    await workspace.applyEdit(fix.edit);
    await waitFor('WASI202 to go', () => missing() === undefined);
    assert.match(document.getText(), /fn net\(\) \{\s*unimplemented!\(/);
    await commands.executeCommand('undo');
    await commands.executeCommand('undo');
    await config.update('targets', undefined, ConfigurationTarget.Workspace);
    await waitFor('the file to be as before', () => codes(document).join() === 'WASI001,WASI103');
  },

  async 'a rule is explained on a page'() {
    await commands.executeCommand('wasi-lsp.explainRule', 'WASI103');
    await waitForTab('Preview WASI103.md');
    const page = await textOf('rules', 'WASI103');
    assert.match(page, /^# WASI103: std-panics\n/);
    assert.match(page, /## Example/);
  },

  async 'the rule to explain can be chosen'() {
    const chosen = commands.executeCommand('wasi-lsp.explainRule');
    await acceptFirst(chosen);
    await waitForTab('Preview WASI000.md');
  },

  async 'the targets are shown, with what the project names'() {
    const chosen = commands.executeCommand('wasi-lsp.showTargets');
    await acceptFirst(chosen);
    await waitForTab('Preview wasm32-wasip1.md');
    assert.match(await textOf('targets', 'wasm32-wasip2'), /rustup target add wasm32-wasip2/);
  },

  async 'std can be searched'() {
    const chosen = commands.executeCommand('wasi-lsp.searchStd');
    await acceptFirst(chosen);
    await waitForTab('Preview std.md');
    assert.match(await textOf('std', 'std::env::temp_dir'), /panics/);
  },

  async 'the workspace is checked, also what is not open'(document) {
    const other = Uri.joinPath(document.uri, '../../tools/src/lib.rs');
    const found = () => languages.getDiagnostics(other).map(code);
    assert.deepEqual(found(), []);
    await commands.executeCommand('wasi-lsp.checkWorkspace');
    await waitFor('WASI001 in a file that is not open', () => found().includes('WASI001'));
    await workspace
      .getConfiguration('wasi-lsp')
      .update('checkFiles', undefined, ConfigurationTarget.Workspace);
    await waitFor('WASI001 to go', () => found().length === 0);
  },

  async 'the command restarts the server'(document) {
    await commands.executeCommand('wasi-lsp.restart');
    await reported(document);
  },

  async 'the server comes from where the settings say'(document) {
    const set = (name: string, value?: string) =>
      workspace.getConfiguration('wasi-lsp').update(name, value, ConfigurationTarget.Global);
    await set('server.path', '/nowhere/wasi-lsp');
    await waitFor('the server to go', () => codes(document).length === 0);
    await set('server.path', undefined);
    await reported(document);

    await set('interpreter', '/nowhere/python');
    await waitFor('the server to go', () => codes(document).length === 0);
    await set('interpreter', interpreter());
    await reported(document);
    await set('interpreter', undefined);
  },

  async 'a file that was never saved is checked too'() {
    const content = '#[cfg(target_env = "wasip2")]\nfn greet() {}\n';
    const document = await workspace.openTextDocument({ language: 'rust', content });
    await window.showTextDocument(document);
    await waitFor('WASI001', () => codes(document).includes('WASI001'));
  },
};

/** The tests, one after the other; VS Code calls this and takes an error for a failure. */
export async function run(): Promise<void> {
  const [folder] = workspace.workspaceFolders ?? [];
  assert(folder);
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, 'src/main.rs'));
  await window.showTextDocument(document);
  let failures = 0;
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      await test(document);
      console.log(`ok: ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`FAILED: ${name}\n${error instanceof Error ? error.stack : error}`);
    }
  }
  if (failures > 0) {
    throw new Error(`${failures} of ${Object.keys(TESTS).length} tests failed`);
  }
}

async function waitFor(what: string, ready: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!ready()) {
    if (Date.now() > deadline) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Replaces the whole text. */
async function change(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
  await workspace.applyEdit(edit);
}

/** Presses Enter in the list that a command shows, until the command is done. */
async function acceptFirst(command: Thenable<unknown>): Promise<void> {
  let isDone = false;
  command.then(() => {
    isDone = true;
  });
  while (!isDone) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function waitForTab(label: string): Promise<void> {
  const labels = () => window.tabGroups.all.flatMap(({ tabs }) => tabs.map((tab) => tab.label));
  await waitFor(`a tab ${label}`, () => labels().includes(label)).catch((error) => {
    throw new Error(`${error.message} beside ${labels().join(', ')}`);
  });
  await commands.executeCommand('workbench.action.closeActiveEditor');
}

/** The text of one of the extension's own pages. */
async function textOf(kind: string, name: string): Promise<string> {
  const uri = Uri.from({ scheme: 'wasi-lsp', authority: kind, path: `/${name}.md` });
  return (await workspace.openTextDocument(uri)).getText();
}

function ours(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source === 'wasi-lsp');
}

function code({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

function codes(document: TextDocument): string[] {
  return ours(document).map(code);
}

/** The Python of the environment that `wasi-lsp` on PATH belongs to. */
function interpreter(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const folder = folders.find((candidate) => existsSync(join(candidate, 'wasi-lsp')));
  assert(folder);
  return join(folder, 'python');
}

async function reported(document: TextDocument): Promise<[string, string][]> {
  await waitFor('diagnostics', () => ours(document).length > 0);
  return ours(document).map((diagnostic) => [code(diagnostic), document.getText(diagnostic.range)]);
}

function find(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  assert(offset >= 0, `no ${text} in ${document.uri}`);
  return document.positionAt(offset);
}

/** The labels of what is offered at a place. */
async function completed(document: TextDocument, at: Position): Promise<string[]> {
  const { items } = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hover(document: TextDocument, at: string): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    find(document, at),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content as MarkdownString).value)
    .join('\n');
}
