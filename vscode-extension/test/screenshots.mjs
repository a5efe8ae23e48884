// Takes the pictures of the documentation again, from the real thing working on examples/porting.
//
// Each feature waits for what its picture must show, so it fails where that does not come. Names of
// features as arguments: those alone.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openEntry, openFile, openFixes, openWorkbench, runCommand } from './workbench.mjs';

const FEATURES = {
  async problems() {
    await openAt('src/platform.rs', '#[cfg(unix)]');
    await runCommand(page, 'Problems: Focus on Problems View');
    await shown('.markers-panel-container .monaco-list-row', /target_env = "p2"|p2/);
    await openAt('src/platform.rs', '#[cfg(unix)]');
    await shoot('problems');
    await runCommand(page, 'View: Hide Panel');
  },

  async colours() {
    await openAt('src/platform.rs', '#[cfg(unix)]');
    // A token of its own.
    await shown('.view-line span span', /^any$/);
    await shoot('colours');
  },

  async 'hover-std'() {
    await openAt('src/worker.rs', 'thread::spawn', 'thread::'.length);
    await shown('.squiggly-warning');
    await hover(/std::thread::spawn/);
    // From the finding, which comes first, on to the table.
    await page.locator('.monaco-hover', { hasText: 'std::thread::spawn' }).first().hover();
    await page.mouse.wheel(0, 500);
    await shoot('hover-std');
    await page.keyboard.press('Escape');
  },

  async 'hover-predicate'() {
    await openAt('src/platform.rs', 'any(unix, target_os = "wasi")');
    await hover(/wasm32-wasip2/);
    await shoot('hover-predicate');
    await page.keyboard.press('Escape');
  },

  async completion() {
    // Retype the predicate from `target_env = "` on, as one does.
    const place = '#[cfg(target_env = "wasip2")]';
    await openAt('src/platform.rs', place, place.length);
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type('#[cfg(all(target_os = "wasi", target_env = "');
    await shown('.suggest-widget.visible .monaco-list-row', /p2/);
    await shoot('completion');
    await page.keyboard.press('Escape');
    await revert();
  },

  async 'completion-std'() {
    const line = 'mpsc::channel::<String>();';
    await openAt('src/worker.rs', line, line.length);
    await page.keyboard.type('\nstd::env::t');
    await shown('.suggest-widget.visible .monaco-list-row', /temp_dir.*panics/);
    await shoot('completion-std');
    await page.keyboard.press('Escape');
    await revert();
  },

  async 'completion-target'() {
    const end = 'inherit-network --dir ."';
    await openAt('.cargo/config.toml', end, end.length);
    await page.keyboard.type('\n\n[build]\ntarget = "wasm32-');
    await shown('.suggest-widget.visible .monaco-list-row', /wasm32-wasip3/);
    await shoot('completion-target');
    await page.keyboard.press('Escape');
    await revert();
  },

  async 'hover-target'() {
    await openAt('.cargo/config.toml', 'target.wasm32-wasip2', 'target.w'.length);
    await hover(/rustup target add wasm32-wasip2/);
    await shoot('hover-target');
    await page.keyboard.press('Escape');
  },

  async gates() {
    await openAt('src/spool.rs', 'fs::set_permissions', 'fs::'.length);
    await shown('.squiggly-error, .squiggly-warning');
    await openFixes(page, 'Gate');
    await shoot('gates');
    await page.keyboard.press('Escape');
  },

  async highlight() {
    await openAt('src/platform.rs', 'target_env = "wasip2"', 'target'.length);
    await shown('.wordHighlightText, .wordHighlight, .wordHighlightStrong');
    await shoot('highlight');
  },

  async definition() {
    // From a feature to its line in the manifest.
    const manifest = join(workbench.folder, 'Cargo.toml');
    const before = await readFile(manifest, 'utf8');
    await writeFile(manifest, `${before}\n[features]\n# Sends over TLS.\ntls = []\n`);
    await openAt('src/platform.rs', '#[cfg(windows)]');
    await page.keyboard.type('#[cfg(feature = "tls")]\n');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    for (let back = 0; back < 4; back += 1) {
      await page.keyboard.press('ArrowLeft');
    }
    await runCommand(page, 'Peek Definition');
    await shown('.peekview-widget .view-line', /Sends.over.TLS/);
    await shoot('definition');
    await page.keyboard.press('Escape');
    await revert();
    await writeFile(manifest, before);
  },

  async outline() {
    await openAt('src/platform.rs', '#[cfg(windows)]');
    await page.keyboard.press('Control+Shift+O');
    await shown('.quick-input-list .monaco-list-row', /printable/);
    await shoot('outline');
    await page.keyboard.press('Escape');
  },

  async symbols() {
    await page.keyboard.press('Control+T');
    await page.keyboard.type('cfg:wasi');
    await shown('.quick-input-list .monaco-list-row', /target_os/);
    await shoot('symbols');
    await page.keyboard.press('Escape');
  },

  async 'settings-file'() {
    const before = 'publish = false';
    await openAt('Cargo.toml', before, before.length);
    await page.keyboard.type('\n\n[package.metadata.wasi-lsp]\ntargets = ["wasm32-wasip4"]');
    await page.keyboard.press('Escape');
    for (let back = 0; back < 5; back += 1) {
      await page.keyboard.press('ArrowLeft');
    }
    await shown('.squiggly-error, .squiggly-warning');
    await runCommand(page, 'Show or Focus Hover');
    await shown('.monaco-hover', /wasip4/);
    await shoot('settings-file');
    await page.keyboard.press('Escape');
    await runCommand(page, 'View: Revert and Close Editor');
  },

  async settings() {
    await runCommand(page, 'Preferences: Open Settings (UI)');
    await page.keyboard.type('@ext:wasi-lsp.wasi-lsp');
    await shown('.settings-editor .setting-item-label', /Check Files/);
    await shoot('settings');
    await page.keyboard.press('Escape');
    await page.locator('.settings-editor').waitFor({ state: 'hidden' });
  },

  async 'quick-fix'() {
    await openAt('src/platform.rs', 'target_env = "wasip2"', 'target_env = "w'.length);
    await shown('.squiggly-error, .squiggly-warning');
    await openFixes(page, /p2/);
    await shoot('quick-fix');
    await page.keyboard.press('Enter');
    await shown('.view-line', /^#\[cfg\(target_env.=."p2"\)\]/);
    await shoot('quick-fix-done');
    await revert();
  },

  async selected() {
    await openAt('src/platform.rs', 'any(unix, target_os = "wasi")');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'selects' }).click();
    await shown('.tab', /What this selects/);
    await shownInFrame('body', /wasm32-wasip2/);
    await shoot('selected');
    await runCommand(page, 'View: Close Editor');
  },

  async 'install-target'() {
    const end = 'inherit-network --dir ."';
    await openAt('.cargo/config.toml', end, end.length);
    await page.keyboard.type('\n\n[build]\ntarget = "wasm32-wasip2"');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowLeft');
    await shown('.codicon-light-bulb, .codicon-gutter-lightbulb');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'rustup' }).click();
    await shown('.monaco-dialog-box', /rustup target add wasm32-wasip2/);
    await shoot('install-target');
    await page.keyboard.press('Escape');
    await runCommand(page, 'View: Revert and Close Editor');
  },

  async versions() {
    await openAt('src/platform.rs', 'pub fn printable');
    await shown('.codelens-decoration', /wasip2/);
    await shoot('lenses');
    await page.locator('.codelens-decoration a', { hasText: 'wasip2' }).last().click();
    await shown('.peekview-widget .view-line', /printable/);
    await shoot('versions');
    await page.keyboard.press('Escape');
  },

  async hints() {
    const settings = join(workbench.folder, '.vscode/settings.json');
    await mkdir(dirname(settings), { recursive: true });
    await writeFile(settings, JSON.stringify({ 'wasi-lsp.inlayHints': 'all' }));
    await openAt('src/platform.rs', '#[cfg(unix)]');
    await shown('.view-line', /→/);
    await shoot('hints');
    await rm(dirname(settings), { recursive: true });
    await page.locator('.view-line', { hasText: '→' }).first().waitFor({ state: 'detached' });
  },

  async focus() {
    await openAt('src/platform.rs', '#[cfg(windows)]');
    await pick('wasi-lsp: Focus on a WASI Target', 'wasm32-wasip2');
    await shown('.statusbar-item', /wasip2/);
    await shown('.squiggly-inline-unnecessary');
    await shoot('focus');
    await pick('wasi-lsp: Focus on a WASI Target', 'All targets');
    await shown('.statusbar-item', /WASI: all/);
  },

  async menu() {
    await page.locator('.statusbar-item', { hasText: 'WASI: all' }).click();
    await shown('.quick-input-list .monaco-list-row', /Focus on a target/);
    await shoot('menu');
    await page.keyboard.press('Escape');
  },

  async view() {
    await openAt('src/worker.rs', 'thread::spawn');
    await shown('.squiggly-warning');
    await openAt('src/platform.rs', '#[cfg(unix)]');
    await runCommand(page, 'View: Show WASI');
    await widen('.part.sidebar', 130);
    await shown('.pane-body .monaco-list-row', /wasm32-wasip2/);
    await runCommand(page, 'WASI: Focus on Standard Library View');
    await openEntry(page, 'thread');
    await openEntry(page, 'spawn');
    for (let row = 0; row < 4; row++) {
      await page.keyboard.press('ArrowDown');
    }
    await shown('.pane-body .monaco-list-row', /wasm32-wasip1-threads.*works/);
    await shoot('view');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  },

  async 'explain-rule'() {
    await pick('wasi-lsp: Explain Rule', 'WASI103');
    await shownInFrame('h1', /WASI103/);
    await shoot('explain-rule');
    await runCommand(page, 'View: Close Editor');
  },

  async example() {
    await runCommand(page, 'wasi-lsp: Open an Example');
    await shown('.squiggly-warning');
    await shoot('example');
    await runCommand(page, 'View: Revert and Close Editor');
  },

  async walkthrough() {
    await pick('Welcome: Open Walkthrough...', 'Get started with Rust for WASI');
    await shown('.getting-started-step.expanded', /Open an example/);
    // In a narrow window there are no pictures.
    await page.setViewportSize({ width: 1300, height: 720 });
    await page.waitForFunction(
      () => document.querySelector('.getting-started-media img')?.naturalWidth > 0,
    );
    await shoot('walkthrough');
    await page.setViewportSize(SIZE);
    await runCommand(page, 'View: Close Editor');
  },

  async targets() {
    await runCommand(page, 'wasi-lsp: Show Targets', true);
    await shown('.quick-input-list .monaco-list-row', /wasm32-wasip3/);
    await shoot('targets');
    await page.keyboard.press('Escape');
  },

  async 'file-hint'() {
    await openAt('src/main.rs', 'mod archive');
    await page.keyboard.type('#[cfg(target_env = "p1")]\n');
    await openAt('src/archive.rs', 'use');
    await shown('.view-line', /compiled.for.wasip1.only/);
    await shoot('file-hint');
    await openAt('src/main.rs', 'mod archive');
    await revert();
  },
};

const SIZE = { width: 1000, height: 720 };

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('../package.json'), 'utf8'));
const images = here('../images');
await mkdir(images, { recursive: true });

const workbench = await openWorkbench(here('../../examples/porting'), {
  vsix: here(`../wasi-lsp-linux-x64-${version}.vsix`),
  size: SIZE,
});
const { page } = workbench;

try {
  await openAt('src/platform.rs', '#[cfg(unix)]');
  await shown('.squiggly-warning');
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  const asked = process.argv.slice(2);
  for (const [name, feature] of Object.entries(FEATURES)) {
    if (asked.length === 0 || asked.includes(name)) {
      await feature();
    }
  }
} catch (error) {
  await page.screenshot({ path: here('../out/failure.png') });
  throw error;
} finally {
  await workbench.close();
}

async function openAt(path, text, offset = 0) {
  const source = await readFile(join(workbench.folder, path), 'utf8');
  const index = source.indexOf(text);
  if (index < 0) {
    throw new Error(`no ${text} in ${path}`);
  }
  const before = source.slice(0, index + offset).split('\n');
  await openFile(page, path, before.length, before.at(-1).length + 1);
}

/** Waits until an element with this text is to be seen. */
async function shown(selector, hasText) {
  await page
    .locator(selector, hasText ? { hasText } : {})
    .first()
    .waitFor();
}

/** As `shown`, for what a webview holds, which is a frame in a frame. */
async function shownInFrame(selector, hasText) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      // Frames come and go while a page is shown.
      const found = frame.locator(selector, { hasText }).count();
      if ((await found.catch(() => 0)) > 0) {
        return;
      }
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no ${selector} with ${hasText} in a webview`);
}

async function hover(text) {
  await runCommand(page, 'Show or Focus Hover');
  // The markers' part comes first, the server's own answer after it.
  await shown('.monaco-hover .rendered-markdown', text);
}

/** Runs a command of the palette and chooses in its list. */
async function pick(title, label) {
  await runCommand(page, title, true);
  await page.keyboard.type(label);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
}

/** Drags the right border of a part of the window. */
async function widen(selector, by) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  await page.mouse.move(x + width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width + by, y + height / 2, { steps: 5 });
  await page.mouse.up();
  // Over the border it stays blue.
  await page.mouse.move(0, 0);
}

async function revert() {
  await runCommand(page, 'File: Revert File');
}

async function shoot(name) {
  // Lets what is being shown settle: fades and the reflow of popups.
  await page.waitForTimeout(700);
  const picture = await page.screenshot({ caret: 'initial' });
  const file = `${name}.png`;
  await sharp(picture).png({ palette: true, effort: 10 }).toFile(join(images, file));
  console.log(file);
}
