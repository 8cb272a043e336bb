/** The checker as others use it: from Node, and from a browser, where nothing of Node may be imported. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Op } from '../histories/op.ts';
import type { RegisterOps } from '../histories/ops/register.ts';
import { check as checkInBrowser, loadCore } from './browser.ts';
import { expectNoNode } from './imports.case.ts';
import { check, models } from './index.ts';

const wrote = (index: number, process: number, type: 'invoke' | 'ok', value: number): Op<RegisterOps> => ({
  index,
  time: index,
  process,
  type,
  f: 'write',
  value: { value },
});
const stale: readonly Op<RegisterOps>[] = [
  wrote(0, 0, 'invoke', 1),
  wrote(1, 0, 'ok', 1),
  wrote(2, 0, 'invoke', 2),
  wrote(3, 0, 'ok', 2),
  { index: 4, time: 4, process: 1, type: 'invoke', f: 'read', value: {} },
  { index: 5, time: 5, process: 1, type: 'ok', f: 'read', value: { value: 1 } },
];
const wasm = (): Uint8Array => readFileSync(new URL('../dist/checkers/linearizable/core.wasm', import.meta.url));

afterEach(() => vi.unstubAllGlobals());

describe('check', () => {
  test('in Node judges events', async () => {
    const result = await check(stale, models['cas-register']);
    expect(result).toMatchObject({ valid: false, witness: { operations: [{ id: 0 }, { id: 2 }, { id: 4 }] } });
    expect(await check(stale.slice(0, 4), models['cas-register'])).toMatchObject({ valid: true, operations: 2 });
  });

  test('refuses events that cannot be paired', async () => {
    await expect(check(stale.slice(1), models['cas-register'])).rejects.toThrow(/never invoked/);
  });

  test('in a browser takes a core', async () => {
    const core = await loadCore(wasm());
    expect(await checkInBrowser(stale, models['cas-register'], { core })).toMatchObject({ valid: false });
  });

  test('in a browser fetches the core from beside itself', async () => {
    const fetched: string[] = [];
    vi.stubGlobal('fetch', async (url: URL) => {
      fetched.push(url.pathname);
      const { buffer, byteOffset, byteLength } = wasm();
      return { ok: true, arrayBuffer: async () => buffer.slice(byteOffset, byteOffset + byteLength) };
    });
    expect(await checkInBrowser(stale, models['cas-register'])).toMatchObject({ valid: false });
    expect(fetched).toEqual([expect.stringMatching(/checkers\/linearizable\/core\.wasm$/)]);
    vi.stubGlobal('fetch', async () => ({ ok: false }));
    await expect(checkInBrowser(stale, models['cas-register'])).rejects.toThrow(/core\.wasm/);
  });
});

test('nothing that the browser entry leads to imports Node', () => {
  expect(expectNoNode([new URL('./browser.ts', import.meta.url)])).toBeGreaterThan(30);
});
