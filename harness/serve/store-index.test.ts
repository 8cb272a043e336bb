/** The list of a store as it is read, changes, or is damaged. */
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { RUN_VERSION } from '../../histories/index.ts';
import type { Json } from '../core/json.ts';
import type { RunRow } from './api.ts';
import { runPage } from './run-list.ts';
import { serverOf, TestStore } from './serve.support.ts';
import { StoreIndex } from './store-index.ts';

const plan = (changes: { readonly [name: string]: Json } = {}) => ({
  version: RUN_VERSION,
  target: 'raft',
  workload: 'register',
  env: 'sim',
  nemesis: 'none',
  bug: null,
  seed: 1,
  ...changes,
});
const results = (valid: Json) => ({ version: RUN_VERSION, valid, checkers: {} });
const nameOf = (n: number): string => `2026-11-21T22-00-00.${String(n).padStart(3, '0')}Z-${n}`;
const query = (text = ''): URLSearchParams => new URLSearchParams(text);

let store: TestStore;
let folder = 0;
const all = new TestStore();

/** Each test has a store of its own, in one folder that is removed at the end. */
beforeEach(() => {
  folder++;
  store = Object.create(all, { path: { value: join(all.path, String(folder)) } });
});

async function read(text = ''): Promise<readonly RunRow[]> {
  const index = new StoreIndex(store.path);
  index.refresh();
  await index.complete();
  return runPage(index, query(text)).rows;
}

describe('a directory that is damaged', () => {
  test.each<[what: string, files: { readonly [name: string]: string | Json }, because: RegExp]>([
    ['is empty', {}, /^has no plan\.json/],
    ['is something else', { 'notes.txt': 'x' }, /^has no plan\.json/],
    ['has a history and no plan', { 'history.jsonl': '' }, /^plan\.json: no such file/],
    ['has half a plan', { 'plan.json': '{"version": 1, "tar' }, /^plan\.json: expected JSON, /],
    ['has an empty plan', { 'plan.json': '' }, /^plan\.json: expected JSON, /],
    ['has a plan that is a list', { 'plan.json': [1] }, /^plan\.json: expected a JSON object/],
    ['is of another version', { 'plan.json': plan({ version: 99 }) }, /^plan\.json: expected version 1, got 99/],
    ['has half its results', { 'plan.json': plan(), 'results.json': '{' }, /^results\.json: expected JSON/],
    ['has a folder for a plan', { 'plan.json/x': 'x' }, /^(?:has no plan|cannot)/],
  ])('%s: the list says so', async (_what, files, because) => {
    const [directories, plain] = [Object.keys(files).filter((name) => name.includes('/')), { ...files }];
    for (const name of directories) delete (plain as { [name: string]: unknown })[name];
    store.make({ test: 'raft-register', name: nameOf(1) }, plain);
    for (const name of directories) {
      store.make({ test: `raft-register/${nameOf(1)}`, name: name.split('/')[0] ?? '' }, {});
    }
    store.make({ test: 'raft-register', name: nameOf(2) }, { 'plan.json': plan(), 'results.json': results(true) });
    expect(await read()).toEqual([
      expect.objectContaining({ name: nameOf(2), verdict: 'valid' }),
      expect.objectContaining({
        name: nameOf(1),
        verdict: 'unreadable',
        because: expect.stringMatching(because),
        seed: '1',
      }),
    ]);
  });

  test.each<[what: string, plan: Json, row: Partial<RunRow>]>([
    ['numbers for names', plan({ target: 5, seed: 'x' }), { verdict: 'valid', workload: 'register', seed: '1' }],
    ['nothing but a version', { version: RUN_VERSION }, { verdict: 'valid', seed: '1' }],
    ['a name as long as a book', plan({ target: 'x'.repeat(10_000) }), { target: `${'x'.repeat(300)}…` }],
    ['markup', plan({ target: '<img src=x onerror=alert(1)>' }), { target: '<img src=x onerror=alert(1)>' }],
  ])('a plan with %s is listed as far as it makes sense', async (_what, stored, row) => {
    store.make({ test: 'raft-register', name: nameOf(1) }, { 'plan.json': stored, 'results.json': results(true) });
    expect(await read()).toEqual([expect.objectContaining(row)]);
  });

  test('a name that is no name of a run is listed, and leads nowhere', async () => {
    store.make({ test: 'raft-register', name: 'a run (copy)' }, { 'plan.json': plan() });
    expect(await read()).toEqual([
      expect.objectContaining({ verdict: 'unreadable', because: expect.stringMatching(/rename it/) }),
    ]);
  });

  test('what is no run at all is passed over', async () => {
    store.make({ test: 'raft-register', name: nameOf(1) }, { 'plan.json': plan() });
    store.make({ test: '.cache', name: 'x' }, {});
    writeFileSync(join(store.path, 'latest'), 'raft-register/x');
    writeFileSync(join(store.path, 'raft-register', 'latest'), 'x');
    expect((await read()).map(({ name }) => name)).toEqual([nameOf(1)]);
  });
});

describe('filters', () => {
  beforeEach(() => {
    const runs: readonly [changes: { readonly [name: string]: Json }, valid: Json][] = [
      [{ seed: 1 }, true],
      [{ seed: 2, nemesis: 'partition:majorities-ring,kill', bug: 'votes-twice' }, false],
      [{ seed: 3, target: 'locks', workload: 'lock', nemesis: 'kill' }, 'unknown'],
      [{ seed: 4, env: 'local', nemesis: 'partition' }, true],
    ];
    for (const [i, [changes, valid]] of runs.entries()) {
      const files = { 'plan.json': plan(changes), 'results.json': results(valid) };
      store.make({ test: 'a-test', name: nameOf(i + 1) }, files);
    }
    store.make({ test: 'a-test', name: nameOf(5) }, { 'plan.json': plan({ seed: 5 }) });
    store.make({ test: 'a-test', name: nameOf(6) }, { 'plan.json': '{' });
  });

  test.each([
    ['', '6 5 4 3 2 1'],
    ['verdict=invalid', '2'],
    ['verdict=valid', '4 1'],
    ['verdict=unknown', '3'],
    ['verdict=none', '5'],
    ['verdict=unreadable', '6'],
    ['verdict=nonsense', ''],
    ['target=locks', '3'],
    ['workload=register', '5 4 2 1'],
    // By the family, whatever the shape, and by each of several.
    ['nemesis=partition', '4 2'],
    ['nemesis=kill', '3 2'],
    ['nemesis=none', '5 1'],
    ['bug=votes-twice', '2'],
    ['env=local', '4'],
    ['seed=3', '3'],
    ['seed=+3+', '3'],
    ['nemesis=kill&target=raft', '2'],
    ['target=&seed=', '6 5 4 3 2 1'],
    ['unknown=x', '6 5 4 3 2 1'],
    ['offset=2&limit=2', '4 3'],
    ['offset=99', ''],
    ['offset=-1&limit=x', '6 5 4 3 2 1'],
    ['nemesis=kill&offset=1', '2'],
  ])('%j finds %j', async (text, seeds) => {
    const names = seeds.split(' ').filter((seed) => seed !== '');
    expect((await read(text)).map(({ name }) => name)).toEqual(names.map((seed) => nameOf(Number(seed))));
  });

  test('there is a choice of what others leave, the worst verdict first', async () => {
    const index = new StoreIndex(store.path);
    index.refresh();
    await index.complete();
    const { choices } = runPage(index, query('target=raft'));
    expect(choices.target).toEqual([
      { value: 'locks', count: 1 },
      { value: 'raft', count: 4 },
    ]);
    expect(choices.verdict?.map(({ value }) => value)).toEqual(['invalid', 'valid', 'none']);
    expect(choices.nemesis?.map(({ value }) => value)).toEqual(['kill', 'none', 'partition']);
  });
});

describe('a store that changes', () => {
  test('shows runs that come, go, get their verdict, or are edited', async () => {
    const ref = { test: 'a-test', name: nameOf(1) };
    const directory = store.make(ref, { 'plan.json': plan() });
    let changes = 0;
    const index = new StoreIndex(store.path, () => changes++);
    const verdicts = async () => {
      index.refresh();
      await index.complete();
      return runPage(index, query()).rows.map(({ verdict }) => verdict);
    };
    expect(await verdicts()).toEqual(['none']);
    store.make({ test: 'another-test', name: nameOf(2) }, { 'plan.json': plan(), 'results.json': results(true) });
    const before = changes;
    expect(await verdicts()).toEqual(['valid', 'none']);
    expect(changes).toBeGreaterThan(before);
    store.make(ref, { 'results.json': results(false) });
    expect(await verdicts()).toEqual(['valid', 'invalid']);
    store.make(ref, { 'results.json': results('unknown') });
    utimesSync(join(directory, 'results.json'), new Date(0), new Date(0));
    expect(await verdicts()).toEqual(['valid', 'unknown']);
    rmSync(join(store.path, 'another-test'), { recursive: true });
    expect(await verdicts()).toEqual(['unknown']);
    const settled = changes;
    expect(await verdicts()).toEqual(['unknown']);
    expect(changes).toBe(settled);
  });

  test('that is gone is empty, and says nothing else', async () => {
    expect(await read()).toEqual([]);
  });
});

test('the first page of a large store is there before the others have been read', async () => {
  for (let n = 0; n < 500; n++)
    store.make({ test: 'a-test', name: nameOf(n) }, { 'plan.json': plan(), 'results.json': results(true) });
  const { index } = serverOf(store.path);
  const page = runPage(index, query());
  expect(page.rows.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, i) => nameOf(499 - i)));
  expect(page).toMatchObject({ matching: 500, total: 500 });
  expect(page.read).toBeLessThan(500);
  await index.complete();
  expect(runPage(index, query('verdict=valid')).matching).toBe(500);
});
