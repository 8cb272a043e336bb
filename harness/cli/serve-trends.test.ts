/**
 * The trends on the page of `harness serve` in a real browser: the charts with the numbers behind them, the course of a campaign
 * that is chosen by keys or by a click, what is said where there is no history or a damaged one, and axe in light and dark.
 * Skipped where there is no Chromium, unless HARNESS_REQUIRE lists `browser`.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { build } from '../built.support.ts';
import { addCampaign } from '../campaign/history/database.ts';
import { HISTORY } from '../campaign/history/file.ts';
import { axeFindings, complaintsOf, hasChromium, launchChromium } from '../core/browser.support.ts';
import { FakeStarter, storedNight, TestStore } from '../serve/serve.support.ts';
import { type RunningServer, serve } from '../serve/server.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const NIGHTS = [1, 2, 3, 4];

describe.skipIf(!hasChromium)('trends in Chromium', () => {
  const store = new TestStore();
  let complaints: string[] = [];
  let browser: Browser;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    await build();
    server = await serve({ store: store.path, port: 0, starter: () => new FakeStarter() });
    browser = await launchChromium();
  }, 300_000);
  beforeEach(() => {
    rmSync(join(store.path, HISTORY), { force: true });
    for (const night of NIGHTS) addCampaign(store.path, storedNight(night, night === 4 ? 0.5 : 1));
  });
  afterEach(async () => {
    await context?.close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(path: string, { size = DESK, colorScheme = 'light' as 'light' | 'dark' } = {}): Promise<void> {
    context = await browser.newContext({ viewport: size, colorScheme, bypassCSP: false });
    complaints = complaintsOf(context, (url) => url.startsWith(server.origin));
    page = await context.newPage();
    await page.goto(`${server.origin}${path}`);
    await page.waitForSelector('#page[data-ready] h1');
  }

  const course = () => page.locator('#course').textContent();
  const plots = () => page.evaluate('[...document.querySelectorAll("[role=img]")].map((plot) => plot.ariaLabel)');

  test('what became slower is a sentence, and every chart has its numbers in the table', async () => {
    await open('/');
    await page.getByRole('link', { name: 'Trends' }).click();
    await expect
      .poll(() => page.locator('.remark').allTextContents())
      .toEqual([expect.stringMatching(/^raft ran 50 % slower than it used to: 25 times real time/)]);
    await expect
      .poll(plots)
      .toEqual([
        ...['Speed, times real time on a core', 'Runs a second', 'Failing runs', 'Situations reached'].map(
          (title) => `${title}, by campaign`,
        ),
        ...['Runs', 'Failing runs', 'Situations reached'].map((title) => `${title} over the time of the campaign`),
      ]);
    expect(await page.evaluate(DRAWN)).toBe(7);
    const rows = await page
      .locator('.campaigns tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows.map(([name]) => name)).toEqual(['night-4', 'night-3', 'night-2', 'night-1']);
    const [, ended, ...numbers] = rows[3] ?? [];
    expect(ended).toMatch(/^1 Oct 2026/);
    expect(numbers).toEqual(['100', '10.0', '0.14', '300', '1', '1', '15/19', 'raft 50']);
  });

  test('the course of a campaign is chosen by keys, by a click on a chart, and by a link', async () => {
    await open('/trends');
    await expect.poll(course).toBe('How night-4 went');
    await page.getByRole('link', { name: 'night-2' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(course).toBe('How night-2 went');
    expect(page.url()).toBe(`${server.origin}/trends?campaign=night-2%2F1of1`);
    await page.getByText('The same in numbers').click();
    expect(await page.locator('details tbody tr').last().innerText()).toMatch(/^10 s\s+100\s+2\s+15$/);
    await page
      .getByRole('img', { name: 'Runs a second' })
      .locator('.u-over')
      .click({ position: { x: 12, y: 40 } });
    await expect.poll(course).toBe('How night-1 went');
    expect(await page.getByRole('tooltip').innerText()).toMatch(/^night-1, 1 Oct 2026.*\nruns a second: 10$/);
    await page.goBack();
    await expect.poll(course).toBe('How night-2 went');
    await page.reload();
    await expect.poll(course).toBe('How night-2 went');
    await page.goto(`${server.origin}/trends?campaign=night-9%2F1of1`);
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe('There is no campaign night-9/1of1 in the history of this store.');
  });

  test('a campaign that ends while one looks appears by itself', async () => {
    await open('/trends');
    await expect.poll(course).toBe('How night-4 went');
    addCampaign(store.path, storedNight(5));
    await expect.poll(course, { timeout: 10_000 }).toBe('How night-5 went');
  });

  test('without a history it says what makes one; of a damaged one, what is wrong', async () => {
    rmSync(join(store.path, HISTORY));
    await open('/trends');
    await expect
      .poll(() => page.locator('.empty').textContent())
      .toMatch(/^No campaign has been run .* npx harness campaign --minutes 10\.$/);
    expect(await page.getByRole('img').count()).toBe(0);
    writeFileSync(join(store.path, HISTORY), 'no database '.repeat(100));
    await page.reload();
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toMatch(/^cannot read the history of campaigns in campaigns\.sqlite: .*; move the file away/);
    // The browser's own words on the refusal.
    expect(complaints.splice(0).join()).toContain('400');
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await expect.poll(() => page.locator('.empty').textContent()).toMatch(/There are no runs in this store yet/);
  });

  test.each([
    ['a desk, light', DESK, 'light'],
    ['a desk, dark', DESK, 'dark'],
    ['a phone, light', PHONE, 'light'],
    ['a phone, dark', PHONE, 'dark'],
  ] as const)('nothing is wrong for axe, or cut off, on %s', async (_where, size, colorScheme) => {
    await open('/trends', { size, colorScheme });
    await page.getByText('The same in numbers').click();
    await expect.poll(() => page.evaluate(DRAWN)).toBe(7);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
  });
});

/** Of the canvases, how many have something on them: in more than two colours. As text, for it is the page's to run. */
const DRAWN = `[...document.querySelectorAll('.plot canvas')].filter((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer).filter((pixel) => pixel >>> 24 === 255);
  return new Set(pixels).size > 2;
}).length`;
