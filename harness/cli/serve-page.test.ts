/**
 * The page of `harness serve` in a real browser, as people use it: filters, a comparison, a run that is started and followed
 * to its end, its report, keys alone, and axe in light and dark. Skipped where there is no Chromium, unless HARNESS_REQUIRE
 * lists `browser`.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build, root } from '../built.support.ts';
import { axeFindings, complaintsOf, hasChromium, launchChromium } from '../core/browser.support.ts';
import type { RunRef } from '../serve/api.ts';
import { TestStore } from '../serve/serve.support.ts';
import { type RunningServer, serve } from '../serve/server.ts';
import { STALE_READ } from '../stale-read.support.ts';
import { starterIn } from './starting.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const program = [process.execPath, join(root, 'bin/harness.js')];

describe.skipIf(!hasChromium)('the page of harness serve in Chromium', () => {
  const store = new TestStore();
  let complaints: string[] = [];
  let browser: Browser;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;
  let bad: RunRef;
  let good: RunRef;

  beforeAll(async () => {
    await build();
    good = await store.run({ seed: 5, nemesis: 'partition', nemesisIntervalSeconds: 1 });
    bad = await store.run(STALE_READ);
    store.make({ test: 'raft-register', name: '2026-01-01T00-00-00.000Z-9' }, { 'plan.json': '{"version":' });
    server = await serve({
      store: store.path,
      port: 0,
      starter: (path) => starterIn(path, program),
    });
    browser = await launchChromium();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(
    path: string,
    options: { size?: typeof DESK; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<void> {
    const { size = DESK, colorScheme = 'light' } = options;
    context = await browser.newContext({ viewport: size, colorScheme, bypassCSP: false });
    complaints = complaintsOf(context, (asked) => asked.startsWith(server.origin));
    page = await context.newPage();
    await page.goto(`${server.origin}${path}`);
    await page.waitForSelector('#page[data-ready] h1');
  }
  afterEach(async () => {
    await context?.close();
    expect(complaints).toEqual([]);
  });

  const verdicts = () => page.locator('.runs .outcome').allTextContents();
  const nameOf = ({ test: of, name }: RunRef): string => `${of}/${name}`;

  test('filters are in the address, and a link shows what was looked at', async () => {
    await open('/');
    await expect.poll(verdicts).toEqual(['invalid', 'valid', 'unreadable']);
    await page.getByLabel('Verdict').selectOption('invalid');
    await expect.poll(verdicts).toEqual(['invalid']);
    await page.getByLabel('Nemesis').selectOption('clock');
    await expect.poll(() => page.url()).toBe(`${server.origin}/?verdict=invalid&nemesis=clock`);
    expect(await page.locator('.runs .bug').textContent()).toBe('stale-leader-serves-reads');
    const link = page.url();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(verdicts).toHaveLength(3);
    await page.goBack();
    await expect.poll(verdicts).toEqual(['invalid']);
    await page.goto(link);
    await expect.poll(verdicts).toEqual(['invalid']);
    expect(await page.getByLabel('Nemesis').inputValue()).toBe('clock');
    await page.goto(`${server.origin}/?seed=9`);
    await expect.poll(verdicts).toEqual(['unreadable']);
    expect(await page.locator('.runs .found').textContent()).toContain('expected JSON');
  });

  test('a run is told, and its report opens, which can reach nothing', async () => {
    await open(`/?verdict=invalid`);
    await page.getByRole('link', { name: 'raft, register' }).click();
    await expect
      .poll(() => page.locator('h1').textContent())
      .toMatch(/invalid.*read 220 .*although 224 had been written/i);
    expect(await page.locator('tr.culprit').textContent()).toContain('read');
    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open the report' }).click();
    const report = await opening;
    await report.waitForSelector('#page[data-ready]');
    expect(await report.locator('h1').textContent()).toMatch(/read 220/);
    expect(await report.evaluate('self.origin')).toBe('null');
    expect(complaints).toEqual([]);
    expect(await report.evaluate(`fetch('${server.origin}/api/runs').then(() => 'answered', () => 'refused')`)).toBe(
      'refused',
    );
    complaints.length = 0;
  });

  test('two runs are marked and compared', async () => {
    await open('/');
    await page.getByLabel(`Compare ${nameOf(good)}`).check();
    await page.getByLabel(`Compare ${nameOf(bad)}`).check();
    await page.getByRole('link', { name: 'Compare them' }).click();
    await expect.poll(() => page.locator('h1').textContent()).toBe('Two runs side by side');
    const [left, right] = await page.locator('.sides h2').allTextContents();
    expect([left, right]).toEqual([expect.stringMatching(/^A: valid/), expect.stringMatching(/^B: invalid/)]);
    const row = page.locator('tr', { has: page.getByRole('rowheader', { name: 'linearizable', exact: true }) });
    expect(await row.getAttribute('class')).toBe('differs');
    expect(await row.locator('td').allTextContents()).toEqual(['valid', expect.stringMatching(/^invalid/)]);
    expect(await page.getByRole('rowheader', { name: 'env', exact: true }).count()).toBe(0);
    await page.reload();
    await expect.poll(() => page.locator('.sides h2').count()).toBe(2);
  });

  test('a run is started, followed to its end, and is in the list', async () => {
    await open(`/#token=${server.token}`);
    // Neither in the address nor in the browser's history.
    expect(page.url()).toBe(`${server.origin}/`);
    await page.getByRole('link', { name: 'Start a run' }).click();
    await page.getByLabel('Time limit in seconds').fill('x');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('--time-limit must be a number, got x');
    complaints.length = 0;
    await page.getByLabel('Time limit in seconds').fill('6');
    await page.getByLabel('Nemesis', { exact: true }).fill('kill');
    await page.getByLabel('Seed').fill('77');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('The test goes on.').waitFor();
    await page.getByText('The test is done.').waitFor({ timeout: 60_000 });
    expect(await page.locator('.jobs code').textContent()).toBe(
      'npx harness test --seed 77 --nemesis kill --time-limit 6',
    );
    await page.getByRole('link', { name: 'Look at the run' }).click();
    await expect.poll(() => page.getByText('seed 77').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Run it again' }).click();
    await page.getByText('the same history to the byte').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByLabel('Seed').fill('77');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(() => page.locator('.runs tbody tr').count()).toBe(2);
  });

  test('a run can be cancelled, and one that somebody else makes appears by itself', async () => {
    await open(`/start?time-limit=100000#token=${server.token}`);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('progressbar').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('ended early, judged on what there is').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.waitForSelector('.runs');
    const before = (await verdicts()).length;
    await store.run({ seed: 6, timeLimitSeconds: 1 });
    await expect.poll(async () => (await verdicts()).length, { timeout: 10_000 }).toBe(before + 1);
  });

  test('without the token one can look; it is asked for once', async () => {
    await open('/start');
    const start = page.getByRole('button', { name: 'Start', exact: true });
    await page.waitForSelector('form.start');
    expect(await start.isDisabled()).toBe(true);
    const field = page.getByLabel(/paste the address/);
    await field.fill('something else');
    await page.getByRole('button', { name: 'Use it' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('This is not the token of this server.');
    complaints.length = 0;
    await field.fill(`${server.origin}/#token=${server.token}`);
    await page.getByRole('button', { name: 'Use it' }).click();
    await expect.poll(() => start.isEnabled()).toBe(true);
    await page.reload();
    await expect.poll(() => start.isEnabled()).toBe(true);
  });

  test('keys alone lead through the list to a run', async () => {
    await open('/?verdict=invalid');
    await page.waitForSelector('.runs');
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === 'raft, register') break;
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(`/run/${nameOf(bad)}`);
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('MAIN');
  });

  test.each([
    ['a desk, light', DESK, 'light'],
    ['a phone, dark', PHONE, 'dark'],
  ] as const)('nothing is wrong for axe, or cut off, on %s', async (_where, size, colorScheme) => {
    const views: readonly (readonly [path: string, shown: string])[] = [
      ['/', '.runs'],
      ['/?seed=9', '.runs'],
      [`/run/${nameOf(bad)}`, 'tr.culprit'],
      [`/compare?a=${nameOf(good)}&b=${nameOf(bad)}`, '.differences'],
      [`/start?target=quorum#token=${server.token}`, '.grid'],
    ];
    await open('/', { size, colorScheme });
    for (const [path, shown] of views) {
      await page.goto(`${server.origin}${path}`);
      await page.waitForSelector(shown);
      expect([path, await axeFindings(page)]).toEqual([path, []]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
    }
  });
});
