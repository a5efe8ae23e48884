/** Pages that the server writes, shown as rendered Markdown that nobody can edit. */

import { commands, type Disposable, Uri, workspace } from 'vscode';
import { RULES, STD_PAGE, TARGETS } from './requests';
import type { ServerSession } from './session';

const SCHEME = 'wasi-lsp';

/** What there are pages of. */
export type PageKind = 'rules' | 'std' | 'targets';

/** Gives the pages to whoever opens them. */
export function pages(session: ServerSession): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent({ authority, path }) {
      const name = decodeURIComponent(path.replace(/^\//, '').replace(/\.md$/, ''));
      return (await read(session, authority as PageKind, name)) ?? `There is nothing on ${name}.`;
    },
  });
}

/** Shows the page of this name. */
export async function showPage(kind: PageKind, name: string): Promise<void> {
  const uri = Uri.from({ scheme: SCHEME, authority: kind, path: `/${name}.md` });
  await commands.executeCommand('markdown.showPreview', uri);
}

async function read(session: ServerSession, kind: PageKind, name: string) {
  switch (kind) {
    case 'rules':
      return (await session.ask(RULES)).find(({ code }) => code === name)?.page;
    case 'targets':
      return (await session.ask(TARGETS)).find((target) => target.name === name)?.about;
    case 'std':
      return session.ask(STD_PAGE, { path: name });
  }
}
