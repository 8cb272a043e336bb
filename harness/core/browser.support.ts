/**
 * Pages in a real Chromium, for tests: where the browser is, what a page complains of while it is used, and what axe finds
 * that not everybody could read. Where there is no Chromium, tests are skipped, unless HARNESS_REQUIRE lists `browser`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { programFor } from './optional.support.ts';

/** It asks nobody for anything by itself. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = programFor('browser', ['chromium', 'chromium-browser', 'google-chrome', 'chrome']);

export const hasChromium = executablePath !== undefined;

export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('there is no Chromium here');
  return chromium.launch({ executablePath, args: ARGS });
}

/** What its pages print and throw from now on, and whom they ask for what they may not. */
export function complaintsOf(context: BrowserContext, mayAskFor: (url: string) => boolean): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('request', (request) => {
    if (!mayAskFor(request.url())) complaints.push(`asked for ${request.url()}`);
  });
  return complaints;
}

/** Each rule that is broken, with the elements that break it. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const told = 'violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)].join(" "))';
  const expression = `${axe}; axe.run().then(({ violations }) => ${told})`;
  // As a debugger would: a page itself may let no script in.
  const debug = await page.context().newCDPSession(page);
  const { result } = await debug.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  return result.value;
}
