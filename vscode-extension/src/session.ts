/** The one server of this window: started, restarted and stopped, one step after the other. */

import {
  commands,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  window,
  workspace,
} from 'vscode';
import {
  CloseAction,
  DocumentDiagnosticRequest,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  type RequestType,
  type RequestType0,
  State,
  TransportKind,
  vsdiag,
} from 'vscode-languageclient/node';
import { onRustcChange, withoutDuplicates } from './duplicates';
import type { OwnEnvironment } from './install';
import { findServer } from './server';
import { COMMANDS_FEATURE } from './server-commands';
import { OFFERS, type Offer, ServerError } from './server-error';

/** By their names: which language they are depends on other extensions. */
const PROJECT_FILES =
  '**/{Cargo.toml,.cargo/config,.cargo/config.toml,rust-toolchain,rust-toolchain.toml,wasi-lsp.toml}';

/** Others that name targets: scripts, recipes, CI configuration, tools that build with Cargo. */
const FILES_WITH_TARGETS =
  '**/{*.sh,*.md,Makefile,justfile,Dockerfile,Makefile.toml,Cross.toml,spin.toml,fastly.toml,package.json,.github/workflows/*.{yml,yaml},.gitlab-ci.yml}';

const DOCUMENTS = [
  { language: 'rust', scheme: 'file' },
  { language: 'rust', scheme: 'untitled' },
  { pattern: PROJECT_FILES, scheme: 'file' },
  { pattern: FILES_WITH_TARGETS, scheme: 'file' },
];

const MIDDLEWARE: Middleware = {
  async provideDiagnostics(document, _previousResultId, token, next) {
    // Without the previous result's id the report is whole: what it holds depends on rustc's, too.
    const report = await next(document, undefined, token);
    if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full) {
      report.items = withoutDuplicates(report.items, 'uri' in document ? document.uri : document);
    }
    return report;
  },

  provideWorkspaceDiagnostics(resultIds, token, resultReporter, next) {
    return next(resultIds, token, (chunk) => {
      for (const report of chunk?.items ?? []) {
        if (report.kind === vsdiag.DocumentDiagnosticReportKind.full) {
          report.items = withoutDuplicates(report.items, report.uri);
        }
      }
      resultReporter(chunk);
    });
  },
};

const STATES: Record<State, ServerState> = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
};

/** So often a server that ends is started again, within three minutes. */
const RESTARTS = 4;

const ENDS_TOO_OFTEN = new ServerError(
  `The server has ended ${RESTARTS + 1} times within three minutes, and is not started again by itself. The log says why.`,
  ['Restart'],
);

const DOES_NOT_START = new ServerError('The server did not start. The log says why.', [
  'Restart',
  'Open Settings',
]);

/** Writes errors into its log alone: the session tells the user, once, and in other words. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export type ServerState = 'starting' | 'running' | 'stopped';

export class ServerSession implements Disposable {
  private client: LanguageClient | undefined;
  private current: ServerState = 'starting';
  private readonly changed = new EventEmitter<ServerState>();
  private queue: Promise<void> = Promise.resolve();
  private readonly rustc = onRustcChange(() => this.refresh());

  constructor(
    private readonly log: LogOutputChannel,
    private readonly own: OwnEnvironment,
  ) {}

  readonly onDidChangeState = this.changed.event;

  get state(): ServerState {
    return this.current;
  }

  dispose(): void {
    this.rustc.dispose();
    this.changed.dispose();
  }

  /** Asks the server; one that is about to start is waited for. */
  async ask<R>(type: RequestType0<R, void>): Promise<R>;
  async ask<P, R>(type: RequestType<P, R, void>, params: P): Promise<R>;
  async ask<R>(type: RequestType0<R, void> | RequestType<unknown, R, void>, params?: unknown) {
    await this.queue;
    if (!this.client || this.state === 'stopped') {
      throw new Error('The server "wasi-lsp" does not run; its log says why.');
    }
    return this.client.sendRequest<R>(type.method, params ?? {});
  }

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.close();
      this.become('starting');
      try {
        await this.open();
      } catch (error) {
        this.become('stopped');
        this.report(error);
      }
    });
  }

  /** Installs the server into the extension's own environment, and starts what is found then. */
  async install(): Promise<void> {
    await this.stop();
    try {
      await this.own.install();
    } catch (error) {
      this.become('stopped');
      this.report(error);
      return;
    }
    await this.restart();
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.close());
  }

  /** Asks the server again for the diagnostics of all open documents. */
  private refresh(): void {
    const feature = this.client?.getFeature(DocumentDiagnosticRequest.method);
    const providers = workspace.textDocuments.map((document) => feature?.getProvider(document));
    // Every document has the same provider.
    providers.find((provider) => provider)?.onDidChangeDiagnosticsEmitter.fire();
  }

  private become(state: ServerState): void {
    this.current = state;
    // For the views. Where there is no Rust, they need no place in the activity bar.
    commands.executeCommand('setContext', 'wasi-lsp.state', state);
    this.changed.fire(state);
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step);
    return this.queue;
  }

  private async open(): Promise<void> {
    const { command, args, origin } = await findServer(this.own);
    this.log.info(`Starting ${[command, ...args].join(' ')} (from ${origin})`);
    const options: LanguageClientOptions = {
      documentSelector: DOCUMENTS,
      outputChannel: this.log,
      middleware: MIDDLEWARE,
      errorHandler: this.whenItEnds(() => client),
      initializationFailedHandler: () => false,
    };
    const server = { command, args: [...args], transport: TransportKind.stdio };
    const client: LanguageClient = new QuietClient('wasi-lsp', 'wasi-lsp', server, options);
    this.client = client;
    client.registerFeature(COMMANDS_FEATURE);
    // One that is being closed is no longer the window's.
    client.onDidChangeState(
      ({ newState }) => client === this.client && this.become(STATES[newState]),
    );
    try {
      await client.start();
    } catch {
      // The client has written into the log what it was.
      throw DOES_NOT_START;
    }
  }

  /** A server that ends while it works is started again, but not for ever. */
  private whenItEnds(client: () => LanguageClient): ErrorHandler {
    let usual: ErrorHandler | undefined;
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: async () => {
        if (client().state === State.Running) {
          usual ??= client().createDefaultErrorHandler(RESTARTS);
          const result = await usual.closed();
          if (result.action === CloseAction.Restart) {
            return result;
          }
          this.report(ENDS_TOO_OFTEN);
        } else if (usual) {
          // This was to be the start after an end.
          this.report(DOES_NOT_START);
        }
        return { action: CloseAction.DoNotRestart };
      },
    };
  }

  private async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.warn(`The server did not stop as it should: ${error}`);
    }
  }

  /** Not awaited by the caller: the message stays until the user answers it. */
  private async report(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const { offers }: { offers: readonly Offer[] } =
      error instanceof ServerError ? error : { offers: ['Restart'] };
    this.log.error(message);
    const answer = await window.showErrorMessage(
      error instanceof ServerError ? message : `wasi-lsp did not start: ${message}`,
      ...offers,
      'Show Log',
    );
    if (answer === 'Show Log') {
      this.log.show();
    } else if (answer) {
      await commands.executeCommand(...OFFERS[answer as Offer]);
    }
  }
}
