// The Chromium that the scripts here drive.
import { chromium } from 'playwright-core';

/** Starts Chromium headless: the program that $CHROMIUM names, else Debian's. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
