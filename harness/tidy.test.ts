/**
 * Guards the architecture: which folder may import which, who may touch the outside world, and what must not depend on
 * the machine. Each rule is also shown a small source that breaks it, for a rule that never complains guards nothing.
 */
import { describe, expect, test } from 'vitest';
import { determinism } from './tidy/determinism.support.ts';
import { type Complaint, circles, directions, world } from './tidy/imports.support.ts';
import { machinePaths } from './tidy/places.support.ts';
import { isSource, parse, repository } from './tidy/source.support.ts';

type Files = { readonly [path: string]: string };

interface Rule {
  readonly says: string;
  find(files: Files): readonly Complaint[];
  /** Each must be complained of, in these words. */
  readonly breaks: readonly (readonly [files: Files, complaint: string])[];
  /** Looks forbidden and is not. */
  readonly allows: readonly Files[];
}

const textFiles = (files: Files) => Object.entries(files).map(([path, text]) => ({ path, text }));
const sources = (files: Files) => textFiles(files).filter(isSource).map(parse);

const rules: readonly Rule[] = [
  {
    says: 'imports point one way',
    find: (files) => directions(sources(files)),
    breaks: [
      [{ 'harness/core/a.ts': `import '../../histories/op.ts';` }, 'core must not import histories'],
      [{ 'histories/a.ts': `import type { A } from '../checkers/a.ts';` }, 'histories must not import checkers'],
      [{ 'checkers/a.ts': `export * from '../targets/a.ts';` }, 'checkers must not import targets'],
      [{ 'checkers/a.ts': `export * from '../nemesis/a.ts';` }, 'checkers must not import nemesis'],
      [{ 'targets/a/b.ts': `const a = await import('../../nemesis/a.ts');` }, 'targets must not import nemesis'],
      [{ 'targets/a/b.ts': `type A = import('../../checkers/a.ts').A;` }, 'targets must not import checkers'],
      [{ 'targets/a/b.ts': `import { a } from '../../harness/plan.ts';` }, 'targets must not import harness'],
      [{ 'nemesis/a.ts': `import { a } from '../targets/runtime.ts';` }, 'nemesis must not import targets'],
      [{ 'nemesis/a.ts': `import type { A } from '../targets/target.ts';` }, 'nemesis must not import targets'],
      [{ 'harness/plan.ts': `import { a } from './cli/main.ts';` }, 'harness must not import cli'],
      [{ 'harness/plan.ts': `import a = require('./cli/main.ts');` }, 'harness must not import cli'],
      [{ 'harness/a.ts': `import { a } from '../bench/a.ts';` }, 'harness must not import bench'],
      [{ 'checkers/a.ts': `import { a } from './linearizable/core/wgl.ts';` }, 'checkers must not import wasm'],
      [{ 'stray/a.ts': '' }, 'stands in no layer'],
    ],
    allows: [
      { 'nemesis/a.ts': `import type { NodeId } from '../targets/runtime.ts';` },
      { 'harness/cli/a.ts': `import { a } from '../../checkers/a.ts'; import { b } from '../plan.ts';` },
      { 'histories/a.ts': `// import '../checkers/a.ts';\nconst a = "import '../checkers/a.ts'";` },
    ],
  },
  {
    says: 'no imports in a circle',
    find: (files) => circles(sources(files)),
    breaks: [
      [
        {
          'histories/a.ts': `import './b.ts';`,
          'histories/b.ts': `import './c.ts';`,
          'histories/c.ts': `import './a.ts';`,
        },
        'histories/a.ts, histories/b.ts, histories/c.ts',
      ],
      [{ 'histories/a.ts': `import './a.ts';` }, 'through histories/a.ts'],
      [
        {
          'checkers/a.ts': `import type { B } from './models/b.ts';`,
          'checkers/models/b.ts': `import { a } from '../a.ts';`,
        },
        'checkers/a.ts, checkers/models/b.ts',
      ],
    ],
    allows: [
      {
        'histories/a.ts': `import './b.ts'; import './c.ts';`,
        'histories/b.ts': `import './c.ts';`,
        'histories/c.ts': '',
      },
      { 'histories/a.ts': `import type { B } from './b.ts';`, 'histories/b.ts': `import { a } from './a.ts';` },
    ],
  },
  {
    says: 'only named files touch files, processes and the network',
    find: (files) => world(sources(files)),
    breaks: [
      [{ 'targets/raft/node.ts': `import { connect } from 'node:net';` }, 'must not import node:net'],
      [{ 'harness/environments/sim/disk.ts': `import { open } from 'node:fs/promises';` }, 'node:fs/promises'],
      [{ 'harness/runner/run.ts': `import * as fs from 'fs';` }, 'must not import fs'],
      [{ 'harness/report/a.ts': `const { spawn } = await import('node:child_process');` }, 'node:child_process'],
      [{ 'nemesis/a.ts': `import { execa } from 'execa';` }, 'must not import execa'],
      [{ 'targets/redis/client.ts': `import { Redis } from 'ioredis';` }, 'must not import ioredis'],
    ],
    allows: [
      { 'harness/environments/local/a.ts': `import { spawn } from 'node:child_process';` },
      { 'histories/runs/a.ts': `import { openSync } from 'node:fs';` },
      { 'targets/redis/connection.ts': `import { Redis } from 'ioredis';` },
      { 'targets/raft/node.test.ts': `import { readFileSync } from 'node:fs';` },
      { 'harness/runner/run.ts': `import { join } from 'node:path';` },
    ],
  },
  {
    says: 'what must replay from its seed asks no clock and no chance of the machine',
    find: (files) => determinism(sources(files)),
    breaks: [
      [{ 'targets/raft/a.ts': `const a = Date.now();` }, 'must not use Date.now'],
      [{ 'targets/raft/a.ts': `const a = new Date();` }, 'must not use new Date()'],
      [{ 'targets/raft/a.ts': `const { now } = { now: () => globalThis.Date.now() };` }, 'must not use Date.now'],
      [{ 'nemesis/a.ts': `const a = performance.now();` }, 'must not use performance.now'],
      [{ 'checkers/models/a.ts': `const a = [1, 2].sort(() => Math.random() - 0.5);` }, 'must not use Math.random'],
      [{ 'harness/environments/sim/a.ts': `setTimeout(() => {}, 1);` }, 'must not use setTimeout'],
      [{ 'harness/environments/sim/a.ts': `const later = globalThis.setInterval;` }, 'must not use setInterval'],
      [{ 'targets/raft/a.ts': `import { scheduler } from 'node:timers/promises';` }, 'node:timers/promises'],
    ],
    allows: [
      {
        'targets/raft/a.ts': `// not Date.now()\nruntime.timers.setTimeout(1); const a = { setTimeout: 1 }; new Date(0);`,
      },
      { 'harness/runner/run.ts': `const startedAt = performance.now();` },
    ],
  },
  {
    says: 'no paths of a machine',
    find: (files) => machinePaths(textFiles(files)),
    breaks: ['home', 'Users', 'root', 'work'].map(
      (folder) => [{ 'README.md': `see /${folder}/somebody/notes` }, 'names a path of a machine'] as const,
    ),
    allows: [
      { 'README.md': 'see https://example.org/home/page, ~/work/it, ./work/it and store/latest' },
      { 'histories/fixtures/good/a.log': `at /${'home'}/somebody` },
    ],
  },
];

const here: Files = Object.fromEntries(repository().map(({ path, text }) => [path, text]));

describe.each(rules)('$says', ({ find, breaks, allows }) => {
  test('in this repository', () => {
    expect(find(here).map(({ path, line, message }) => `${path}:${line}: ${message}`)).toEqual([]);
  });

  test.each(breaks)('%j breaks it', (files, complaint) => {
    expect(find(files).map(({ message }) => message)).toEqual([expect.stringContaining(complaint)]);
  });

  test.each(allows.map((files) => [files]))('%j keeps it', (files) => {
    expect(find(files)).toEqual([]);
  });
});

/** Else all rules would hold for want of anything to look at. */
test('the repository is really read', () => {
  expect(Object.keys(here)).toEqual(
    expect.arrayContaining([
      'README.md',
      '.ci/run',
      'harness/core/random.ts',
      'targets/raft/core.ts',
      'nemesis/faults.ts',
    ]),
  );
  expect(parse({ path: 'harness/plan.ts', text: here['harness/plan.ts'] ?? '' }).imports).toContainEqual(
    expect.objectContaining({ to: 'nemesis/index.ts', isTypeOnly: false }),
  );
});
