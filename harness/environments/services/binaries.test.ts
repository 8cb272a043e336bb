/** Programs of real systems: found, or complained of in one sentence that says what to do. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { etcdService } from '../../../targets/etcd/cluster.ts';
import { redisService } from '../../../targets/redis/cluster.ts';
import type { Binary } from '../../../targets/service.ts';
import { complaintOf, findBinary } from './binaries.ts';

const binary: Binary = {
  name: 'apple',
  versionArguments: ['--version'],
  version: /apple v(\d+(?:\.\d+)*)/,
  least: '3.4.0',
  install: { debian: 'apple-server', brew: 'apple' },
};
const HOW = 'apt-get install apple-server, or brew install apple';

let root = '';
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'harness-binaries-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder with a program in it that says this. */
function folder(name: string, script: string, mode = 0o755): string {
  const made = path.join(root, name);
  mkdirSync(made);
  writeFileSync(path.join(made, 'apple'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(made, 'apple'), mode);
  return made;
}

describe('a program', () => {
  test.each([
    ['echo "apple v3.4.0"', '3.4.0'],
    ['echo "apple v3.10.1"', '3.10.1'],
    ['echo "apple v4"', '4'],
    ['echo "a greeting"; echo "apple v12.0 of today" >&2', '12.0'],
    // Only what was asked for is run: `apple --version`.
    ['test "$*" = --version && echo "apple v5"', '5'],
  ])('that says %s is found', async (script, version) => {
    const place = folder(`found-${version}`, script);
    const found = await findBinary(binary, ['/nowhere', place].join(path.delimiter));
    expect(found).toEqual({ is: 'found', path: path.join(place, 'apple'), version });
    expect(complaintOf(binary, found)).toBeUndefined();
  });

  test.each([
    ['old', 'echo "apple v3.3.27"', /apple is version 3\.3\.27, and 3\.4\.0 is the oldest that will do: /],
    ['older', 'echo "apple v3"', /apple is version 3, and 3\.4\.0 is the oldest that will do: /],
    ['mute', 'true', /apple does not tell its version \(it says: nothing\): /],
    ['other', 'echo; echo "pear v9"; exit 3', /apple does not tell its version \(it says: pear v9\): /],
  ])('that is %s is complained of', async (name, script, complaint) => {
    const found = await findBinary(binary, folder(name, script));
    expect(complaintOf(binary, found)).toMatch(complaint);
    expect(complaintOf(binary, found)).toMatch(new RegExp(`: ${HOW}$`));
  });

  test('that is not there, or not to be executed, is complained of', async () => {
    expect(complaintOf(binary, await findBinary(binary, root))).toBe(`apple is not on the PATH: ${HOW}`);
    const place = folder('plain', 'echo "apple v5"', 0o644);
    const file = path.join(place, 'apple');
    expect(complaintOf(binary, await findBinary(binary, place))).toBe(
      `${file} may not be executed: chmod +x it, or ${HOW}`,
    );
    // The shell, too, goes on to the next folder.
    const next = folder('next', 'echo "apple v5"');
    expect(await findBinary(binary, [place, next].join(path.delimiter))).toMatchObject({ is: 'found' });
  });
});

test.each([
  [etcdService, 'etcd Version: 3.4.23\nGit SHA: Not provided (use ./build instead of go build)', '3.4.23'],
  [etcdService, 'etcd Version: 3.5.21\nGit SHA: a17edfd', '3.5.21'],
  [redisService, 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', '7.0.15'],
])('versions are read from what real programs print', ({ binaries }, text, version) => {
  expect(binaries[0]?.version.exec(text)?.[1]).toBe(version);
});
