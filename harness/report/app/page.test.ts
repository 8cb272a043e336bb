/**
 * The report of a planted bug in a real browser, opened from the disk: the witness is found, time is moved by pointer and by
 * keys, operations are pointed at and chosen, and axe finds nothing wrong in light or dark. Skipped where there is no
 * Chromium, unless HARNESS_REQUIRE lists `browser`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRun } from '../../../histories/index.ts';
import { axeFindings, complaintsOf, hasChromium, launchChromium } from '../../core/browser.support.ts';
import { DEFAULTS, planOf } from '../../plan.ts';
import { runTest } from '../../runner/run.ts';
import { STALE_READ } from '../../stale-read.support.ts';
import { reportHtml } from '../html/index.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const SCHEMES = ['light', 'dark'] as const;

describe.skipIf(!hasChromium)('report.html in Chromium', () => {
  let browser: Browser;
  let folder = '';
  let url = '';
  let complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'harness-report-'));
    const { run, valid } = await runTest(planOf({ ...DEFAULTS, ...STALE_READ }), { store: folder });
    expect(valid).toBe(false);
    const file = join(folder, 'report.html');
    writeFileSync(file, reportHtml(openRun(run ?? '')));
    url = pathToFileURL(file).href;
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whatever the page does, it may not ask anybody for anything. */
  async function opened(size = SIZES[0], colorScheme: (typeof SCHEMES)[number] = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: size ?? null, colorScheme, bypassCSP: false });
    complaints = complaintsOf(page.context(), (asked) => /^(?:file|data|blob):/.test(asked));
    await page.goto(url);
    await page.waitForSelector('#page[data-ready]');
    return page;
  }

  const shown = async (page: Page): Promise<[number, number]> => {
    const { min, max } = await page
      .locator('.shown')
      .evaluate((element) => ({ ...(element as { dataset: Shown }).dataset }));
    return [Number(min), Number(max)];
  };
  const until = async (page: Page, holds: (from: number, to: number) => boolean): Promise<[number, number]> => {
    await expect.poll(async () => holds(...(await shown(page))), { timeout: 5_000 }).toBe(true);
    return shown(page);
  };

  test('tells what went wrong, and shows the witness, which can be pointed at and chosen', async () => {
    const page = await opened();
    await expect(page.locator('h1').textContent()).resolves.toMatch(
      /invalid.*read 220 .*although 224 had been written/i,
    );
    expect(await page.locator('tr.culprit').textContent()).toContain('read');
    expect(await page.title()).toMatch(/^Invalid: raft-register/);
    const whole = await shown(page);
    await page.getByRole('button', { name: 'Show the witness' }).first().click();
    const near = await until(page, (from, to) => to - from < (whole[1] - whole[0]) / 2);

    const selection = page.locator('.selection');
    await selection.getByText('No order explains what had returned by then').waitFor();
    expect(await selection.textContent()).toMatch(/read 1 -> 220.*called2\.8230 s.*fits nowhere in any legal order/);

    // Where the culprit is drawn: client 0 is the first row.
    const bars = page.getByRole('img', { name: /^Timeline of \d+ operations/ }).locator('.u-over');
    await bars.scrollIntoViewIfNeeded();
    const box = await bars.boundingBox();
    if (box === null) throw new Error('the timeline is not to be seen');
    const x = box.x + ((2.8237 - near[0]) / (near[1] - near[0])) * box.width;
    await page.mouse.move(x, box.y + 10);
    const tip = page.getByRole('tooltip');
    await tip.waitFor();
    expect(await tip.textContent()).toMatch(/^read 1 -> 220process 0, operation 525/);

    // The write of 224 is long: client 9, in the middle of it.
    await page.mouse.click(
      box.x + ((2.7 - near[0]) / (near[1] - near[0])) * box.width,
      box.y + (9.5 / 12) * box.height,
    );
    await selection.getByText('An order that explains it').waitFor();
    expect(await selection.textContent()).toMatch(/write 1 224.*What the object can be at that moment/);
    expect(await selection.locator('.order .chosen').textContent()).toMatch(/write 1 224 leaves 224/);
    expect(await selection.locator('.configurations li').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('moves by pointer, wheel, buttons and keys', async () => {
    const page = await opened();
    const whole = await shown(page);
    const bars = page.getByRole('img', { name: /^Timeline of \d+ operations/ }).locator('.u-over');
    await bars.scrollIntoViewIfNeeded();
    const box = await bars.boundingBox();
    if (box === null) throw new Error('the timeline is not to be seen');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -150);
    await page.keyboard.up('Control');
    const zoomed = await until(page, (from, to) => to - from < (whole[1] - whole[0]) * 0.5);
    await page.mouse.down();
    await page.mouse.move(x - 200, y, { steps: 4 });
    await page.mouse.up();
    const moved = await until(page, (from) => from > zoomed[0]);
    expect(moved[1] - moved[0]).toBeCloseTo(zoomed[1] - zoomed[0], 6);
    await page.keyboard.down('Shift');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 100, y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await until(page, (from, to) => to - from < (moved[1] - moved[0]) * 0.2);

    await page.locator('#time').focus();
    await page.keyboard.press('Home');
    expect(await until(page, (from, to) => to - from > zoomed[1] - zoomed[0])).toEqual(whole);
    await page.keyboard.press('+');
    const closer = await until(page, (from, to) => to - from < whole[1] - whole[0]);
    await page.keyboard.press('ArrowRight');
    await until(page, (from) => from > closer[0]);
    await page.keyboard.press('n');
    await page.locator('.selection dl').waitFor();
    const first = await page.locator('.selection dl').textContent();
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('.selection dl').textContent()).not.toBe(first);
    await page.keyboard.press('w');
    await until(page, (from, to) => from < 2.8 && to > 2.8 && to - from < 2);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('has the messages, and the replay line to copy', async () => {
    const page = await opened();
    await page.getByRole('button', { name: 'Show the witness' }).first().click();
    const zoomIn = page.getByRole('button', { name: 'Zoom in until they can be read' });
    await zoomIn.click();
    await expect.poll(() => zoomIn.count()).toBe(0);
    const count = /^(\d+) messages? in this time/.exec((await page.getByText(/in this time/).textContent()) ?? '');
    expect(Number(count?.[1])).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Copy: the command that runs it again' }).click();
    await page.getByText(/^(?:Copied|Selected)/).waitFor();
    expect(await page.locator('#plan ~ .command code').textContent()).toMatch(/^npx harness test --seed 3 /);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(SIZES.flatMap((size) => SCHEMES.map((scheme) => [size.width, scheme, size] as const)))(
    'is readable for everybody: %i pixels wide, %s',
    async (width, scheme, size) => {
      const page = await opened(size, scheme);
      await page.getByRole('button', { name: 'Show the witness' }).first().click();
      await page.getByText('No order explains what had returned by then').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

type Shown = { readonly min?: string; readonly max?: string };
