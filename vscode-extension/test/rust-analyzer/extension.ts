// The least that starts the real rust-analyzer, since its extension comes from the marketplace
// alone. Its settings are those that ours looks at.
import { LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(): Promise<void> {
  client = new LanguageClient(
    'rust-analyzer',
    { command: 'rust-analyzer' },
    {
      documentSelector: [{ language: 'rust', scheme: 'file' }],
      synchronize: { configurationSection: 'rust-analyzer' },
    },
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
