/** What keeps the server from running, with what the user can do about it. */

/** The button for it. */
export type Offer = 'Install' | 'Try Again' | 'Restart' | 'Open Settings';

/** The command behind each button, and its argument. */
export const OFFERS: Record<Offer, [command: string, argument?: string]> = {
  Install: ['wasi-lsp.installServer'],
  'Try Again': ['wasi-lsp.installServer'],
  Restart: ['wasi-lsp.restart'],
  'Open Settings': ['workbench.action.openSettings', 'wasi-lsp'],
};

/** The message is for the user: what is wrong, and what to do. */
export class ServerError extends Error {
  constructor(
    message: string,
    readonly offers: readonly Offer[],
  ) {
    super(message);
  }
}
