/** Pages that the server writes, shown as rendered Markdown that nobody can edit. */

import { commands, type Disposable, EventEmitter, Uri, workspace } from 'vscode';
import { RULES, STD_PAGE, TARGETS } from './requests';
import type { ServerSession } from './session';

const SCHEME = 'wasi-lsp';

/** What there are pages of. */
export type PageKind = 'rules' | 'std' | 'targets';

export class Pages implements Disposable {
  /** By title: what was shown last. */
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  private readonly provider: Disposable;

  constructor(private readonly session: ServerSession) {
    this.provider = workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: async ({ authority, path }) => {
        const name = path.replace(/^\//, '').replace(/\.md$/, '');
        return (await this.read(authority, name)) ?? `There is nothing on ${name}.`;
      },
    });
  }

  dispose(): void {
    this.provider.dispose();
    this.changed.dispose();
  }

  /** Shows the page of this name. */
  async show(kind: PageKind, name: string): Promise<void> {
    await preview(pageUri(kind, name));
  }

  /** Shows `markdown` in place of what had this title before. */
  async showText(title: string, markdown: string): Promise<void> {
    this.texts.set(title, markdown);
    const uri = pageUri('text', title);
    this.changed.fire(uri);
    await preview(uri);
  }

  private async read(kind: string, name: string) {
    switch (kind as PageKind | 'text') {
      case 'rules':
        return (await this.session.ask(RULES)).find(({ code }) => code === name)?.page;
      case 'targets':
        return (await this.session.ask(TARGETS)).find((target) => target.name === name)?.about;
      case 'std':
        return this.session.ask(STD_PAGE, { path: name });
      case 'text':
        return this.texts.get(name);
    }
  }
}

function pageUri(kind: PageKind | 'text', name: string): Uri {
  return Uri.from({ scheme: SCHEME, authority: kind, path: `/${name}.md` });
}

async function preview(uri: Uri): Promise<void> {
  await commands.executeCommand('markdown.showPreview', uri);
}
