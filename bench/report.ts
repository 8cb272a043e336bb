/**
 * `npm run bench report`: how long the report of a run of a hundred thousand operations takes to write and to open in headless
 * Chromium, how large it is, and how many frames a second it draws while time is dragged along. The run is one of the
 * simulation, under partitions and kills; `-- --operations N` makes it another size. Frames are counted at several
 * scales, for what is drawn differs: bars by the thousand, or words on few.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { DEFAULTS, planOf } from '../harness/plan.ts';
import { writeReport } from '../harness/report/html/index.ts';
import { runTest } from '../harness/runner/run.ts';
import { openRun } from '../histories/store.ts';

const { values } = parseArgs({ options: { operations: { type: 'string', default: '100000' } } });
const operations = Number(values.operations);
const RATE = 200;
const REPEATS = 5;
const FRAMES = 120;
const SCALES = [0.5, 0.1, 0.01];
const MOST_OPEN_MS = 2_000;
const LEAST_FRAMES = 30;
const MOST_BYTES = 2_000_000;

const line = (what: string, value: string, isMet?: boolean): void => {
  console.log(`${what.padEnd(52)} ${value.padStart(16)}${isMet === undefined ? '' : isMet ? '  ok' : '  MISSED'}`);
};
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'harness-bench-report-'));
try {
  // Clients that wait for a cluster without a leader call nothing meanwhile.
  const timeLimitSeconds = (1.35 * operations) / RATE;
  const plan = planOf({
    ...DEFAULTS,
    nemesis: 'partition,kill',
    concurrency: '20',
    rate: RATE,
    keyCount: 20,
    timeLimitSeconds,
    seed: 1,
  });
  const result = await runTest(plan, { store: folder });
  const run = openRun(result.run ?? '');
  const written: number[] = [];
  let file = '';
  for (let i = 0; i < REPEATS; i++) {
    const startedAt = performance.now();
    file = writeReport(run, join(folder, 'report.html'));
    written.push(performance.now() - startedAt);
  }
  const { size } = statSync(file);
  line('operations', result.operations.toLocaleString('en'));
  line('writing the report (median)', `${Math.round(median(written))} ms`);
  line('size', `${size.toLocaleString('en')} bytes`, size < MOST_BYTES);
  await inBrowser(pathToFileURL(file).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function inBrowser(url: string): Promise<void> {
  const executablePath = browserOnPath();
  if (executablePath === undefined) {
    console.log('Chromium is not on the PATH: nothing was opened');
    return;
  }
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const opened: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      opened.push(await open(page, url));
      if (i === REPEATS - 1) for (const scale of SCALES) await drag(page, scale);
      await page.close();
    }
    line('opening it (median)', `${Math.round(median(opened))} ms`, median(opened) < MOST_OPEN_MS);
  } finally {
    await browser.close();
  }
}

/** From the navigation to the frame after everything was drawn. */
async function open(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForSelector('#page[data-ready] .u-over');
  return page.evaluate<number>(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))`,
  );
}

/** A pointer moves with every frame, and what is counted is how long frames take. */
async function drag(page: Page, scale: number): Promise<void> {
  const timeline = page.getByRole('img', { name: /^Timeline of/ }).locator('.u-over');
  await timeline.evaluate((element) => (element as { scrollIntoView(): void }).scrollIntoView());
  await page.getByRole('button', { name: 'Whole run' }).click();
  for (let zoom = 1; zoom > scale; zoom /= 2) await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
  const frames = await page.evaluate<number[]>(`new Promise((done) => {
    const area = document.querySelector('[aria-label^="Timeline of"] .u-over');
    const { left, top, width } = area.getBoundingClientRect();
    const send = (type, x) => area.dispatchEvent(new PointerEvent(type,
      { pointerId: 1, isPrimary: true, button: 0, bubbles: true, clientX: left + x, clientY: top + 40 }));
    area.setPointerCapture = () => {};
    const frames = [];
    let [x, last] = [width / 2, performance.now()];
    send('pointerdown', x);
    const step = (now) => {
      frames.push(now - last);
      last = now;
      if (frames.length > ${FRAMES}) { send('pointerup', x); done(frames.slice(1)); return; }
      x += (frames.length % ${FRAMES} < ${FRAMES / 2} ? -4 : 4);
      send('pointermove', x);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  const perSecond = 1_000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length);
  const slow = frames.toSorted((a, b) => a - b)[Math.floor(0.95 * frames.length)] ?? 0;
  line(
    `dragging ${Math.round(operations * scale).toLocaleString('en')} operations along (p95 ${slow.toFixed(0)} ms)`,
    `${perSecond.toFixed(0)} frames/s`,
    perSecond >= LEAST_FRAMES,
  );
}

function browserOnPath(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
  const files = (process.env.PATH ?? '').split(delimiter).flatMap((place) => names.map((name) => join(place, name)));
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
