// Renders icon.svg to the icon.png that the marketplace wants.
import { readFile } from 'node:fs/promises';
import { openBrowser } from './browser.mjs';

const svg = await readFile(new URL('../icon.svg', import.meta.url), 'utf8');
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
await page.screenshot({ path: 'icon.png', omitBackground: true });
await browser.close();
