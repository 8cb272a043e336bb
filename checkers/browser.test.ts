/**
 * The browser entry in a real browser. Skipped where there is no Chromium, unless HARNESS_REQUIRE lists `browser`. It is the
 * compiled entry in `dist` that is loaded: run `npm run build` after changes.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaintsOf, hasChromium, launchChromium } from '../harness/core/browser.support.ts';
import type { Op } from '../histories/op.ts';
import type { RegisterOps } from '../histories/ops/register.ts';
import type { LinearizabilityResult } from './browser.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** Served by the test itself: nothing of it goes over a network. */
const ORIGIN = 'http://checker.test';

const write = (index: number, value: number): readonly Op<RegisterOps>[] => {
  const op = { process: 0, f: 'write', value: { value } } as const;
  return [
    { index, time: index, type: 'invoke', ...op },
    { index: index + 1, time: index + 1, type: 'ok', ...op },
  ];
};
const read = (index: number, value: number): readonly Op<RegisterOps>[] => {
  const op = { process: 1, f: 'read' } as const;
  return [
    { index, time: index, type: 'invoke', value: {}, ...op },
    { index: index + 1, time: index + 1, type: 'ok', value: { value }, ...op },
  ];
};

describe.skipIf(!hasChromium)('the checker in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    complaints = complaintsOf(page.context(), (url) => url.startsWith(ORIGIN));
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>.</title>' });
      const file = `${DIST}${pathname}`;
      return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
    });
    await page.goto(`${ORIGIN}/`);
  });

  afterAll(async () => {
    await browser?.close();
  });

  test.each([
    ['a stale read', [1, 2, 1], false],
    ['what was written last', [1, 2, 2], true],
  ] as const)('judges %s', async (_name, [first, second, seen], valid) => {
    const history = [...write(0, first), ...write(2, second), ...read(4, seen)];
    // As text: what the test runner makes of an import does not work in a page.
    const result = await page.evaluate<LinearizabilityResult>(
      `import('${ORIGIN}/checkers/browser.js')
        .then(({ check, models }) => check(${JSON.stringify(history)}, models['cas-register']))`,
    );
    expect(result).toMatchObject({ valid, operations: 3 });
    if (result.valid === false) expect(result.witness.operations.map(({ id }) => id)).toEqual([0, 2, 4]);
    expect(complaints).toEqual([]);
  });
});
