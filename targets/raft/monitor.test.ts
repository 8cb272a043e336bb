/** The five invariants (figure 3): each is seen broken by a sequence made by hand, and kept by the sequences of Raft. */
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../runtime.ts';
import { type Core, coreOf, Ether, entryOf, namesOf, termsOf } from './core.support.ts';
import type { Role } from './core.ts';
import { type Observed, RaftMonitor } from './monitor.ts';

interface Change {
  readonly role?: Role;
  readonly term?: number;
  /** Cut the log from here on first. */
  readonly cutFrom?: number;
  /** Terms of entries to append; a letter after it makes it another command. */
  readonly append?: readonly (number | `${number}${string}`)[];
  readonly apply?: number;
}

/** Nodes whose state is set by hand; `change` is one step, and says what the monitor does. */
function cluster(...nodes: NodeId[]) {
  const monitor = new RaftMonitor();
  const cores = new Map<NodeId, Observed>();
  const start = (id: NodeId, log: readonly number[] = []) => {
    const node = { core: coreOf({ log }), elections: 0, depositions: 0 };
    // The monitor looks at nothing else of a node.
    cores.set(id, node as unknown as Observed);
    monitor.started(id, node as unknown as Observed);
  };
  for (const id of nodes) start(id);
  const change = (id: NodeId, { role, term, cutFrom, append = [], apply }: Change): string | undefined => {
    const node = cores.get(id);
    if (node === undefined) throw new Error(`there is no ${id}`);
    const { core } = node;
    if (role === 'leader' && core.role !== 'leader') node.elections++;
    if (role === 'follower' && core.role === 'leader') node.depositions++;
    core.role = role ?? core.role;
    core.currentTerm = term ?? core.currentTerm;
    if (cutFrom !== undefined) core.log.truncateFrom(cutFrom);
    for (const entry of append) core.log.append(entryFrom(String(entry), core.log.lastIndex + 1));
    core.lastApplied = apply ?? core.lastApplied;
    return monitor.step(id, node)?.invariant;
  };
  return { monitor, start, change };
}

function entryFrom(text: string, index: number) {
  const [, term = '', variant = ''] = /^(\d+)(.*)$/.exec(text) ?? [];
  const entry = entryOf(Number(term), index);
  return variant === '' ? entry : { ...entry, request: entry.request && { ...entry.request, session: variant } };
}

type Step = readonly [id: NodeId, change: Change, broken?: string];
const lead = (term: number, more: Change = {}): Change => ({ role: 'leader', term, ...more });

test.each<[name: string, steps: readonly Step[]]>([
  [
    'election safety: two leaders of one term',
    [
      ['n1', lead(1)],
      ['n2', lead(1), 'election safety'],
    ],
  ],
  [
    'election safety: the second wins after the first has stepped down',
    [
      ['n1', lead(1)],
      ['n1', { role: 'follower' }],
      ['n2', lead(1), 'election safety'],
    ],
  ],
  [
    'two leaders of two terms at the same time are no harm',
    [
      ['n1', lead(1)],
      ['n2', lead(2)],
      ['n1', { role: 'follower', term: 2 }],
      ['n1', lead(3)],
    ],
  ],
  [
    'leader append-only: a leader cuts its log',
    [
      ['n1', lead(1, { append: [1, 1] })],
      ['n1', { cutFrom: 2 }, 'leader append-only'],
    ],
  ],
  [
    'leader append-only: a leader replaces an entry, and its log is as long as before',
    [
      ['n1', lead(1, { append: [1, 1] })],
      ['n1', { cutFrom: 2, append: [1] }, 'leader append-only'],
    ],
  ],
  [
    'a follower may cut its log, and so may who leads after it',
    [
      ['n1', { append: [1, 1] }],
      ['n1', { cutFrom: 2, append: [2] }],
      ['n1', lead(3, { append: [3] })],
    ],
  ],
  [
    'log matching: another command of the same index and term',
    [
      ['n1', { append: [1, 1] }],
      ['n2', { append: [1, '1b'] }, 'log matching'],
    ],
  ],
  [
    'log matching: the same entry behind another one',
    [
      ['n1', { append: [1, 2, 3] }],
      ['n2', { append: [1, 1, 3] }, 'log matching'],
    ],
  ],
  [
    'log matching: behind a cut, in the first of several entries',
    [
      ['n1', { append: [1, 2, 3, 3, 3] }],
      ['n2', { append: [1, 1, 2] }],
      ['n2', { cutFrom: 3, append: [3, 3, 3] }, 'log matching'],
    ],
  ],
  [
    'logs that differ in the terms of their ends match',
    [
      ['n1', { append: [1, 1, 2] }],
      ['n2', { append: [1, 1, 3, 3] }],
      ['n3', { append: [1, 1, 1, 1] }],
      ['n3', { cutFrom: 3, append: [3, 3] }],
    ],
  ],
  [
    'leader completeness: a leader without what an earlier one committed',
    [
      ['n1', lead(1, { append: [1, 1] })],
      ['n1', { apply: 2 }],
      ['n2', { append: [1] }],
      ['n2', lead(2), 'leader completeness'],
    ],
  ],
  [
    'leader completeness: a leader with something else in its place',
    [
      ['n1', lead(2, { append: [2] })],
      ['n1', { apply: 1 }],
      ['n2', { append: [1] }],
      ['n2', lead(3), 'leader completeness'],
    ],
  ],
  [
    'an election won late, in an earlier term, owes nothing to what was committed since',
    [
      ['n1', { append: [1] }],
      ['n2', { append: [1] }],
      ['n1', lead(5, { append: [5] })],
      ['n1', { apply: 2 }],
      ['n2', lead(4)],
    ],
  ],
  [
    'but it owes what was committed before',
    [
      ['n1', lead(1, { append: [1, 1] })],
      ['n1', { apply: 2 }],
      ['n1', { role: 'follower' }],
      ['n1', lead(5, { append: [5] })],
      ['n1', { apply: 3 }],
      ['n2', { append: [1] }],
      ['n2', lead(4), 'leader completeness'],
    ],
  ],
  [
    'state machine safety: another entry at the same index',
    [
      ['n1', { append: [1, 2] }],
      ['n1', { apply: 2 }],
      ['n2', { append: [1, 3] }],
      ['n2', { apply: 2 }, 'state machine safety'],
    ],
  ],
  [
    'state machine safety: somewhere among several',
    [
      ['n1', { append: [1, 2, 4] }],
      ['n1', { apply: 3 }],
      ['n2', { append: [1, 3, 4] }, 'log matching'],
      ['n2', { apply: 3 }, 'state machine safety'],
    ],
  ],
  [
    'the same entries, applied at different times, are no harm',
    [
      ['n1', { append: [1, 2, 2] }],
      ['n1', { apply: 3 }],
      ['n2', { append: [1, 2] }],
      ['n2', { apply: 1 }],
      ['n2', { append: [2] }],
      ['n2', { apply: 3 }],
    ],
  ],
])('%s', (_name, steps) => {
  const { change } = cluster('n1', 'n2', 'n3');
  for (const [id, what, broken] of steps) expect([id, what, change(id, what)]).toEqual([id, what, broken]);
});

describe('a restarted node', () => {
  test('applies from the beginning, and must apply the same', () => {
    const { start, change } = cluster('n1', 'n2');
    change('n1', { append: [1, 1], apply: 2 });
    start('n1', [1, 1]);
    expect(change('n1', { apply: 2 })).toBe(undefined);
    start('n1', [1, 1]);
    change('n2', { append: [1] });
    start('n2', [1]);
    expect(change('n2', { append: ['1b'], apply: 2 })).toBe('log matching');
  });

  test('may have lost the end of its log', () => {
    const { start, change } = cluster('n1', 'n2');
    change('n1', { append: [1, 1, 1] });
    start('n1', [1]);
    expect(change('n1', { append: [1, 2] })).toBe(undefined);
  });
});

/** What has long been settled is forgotten, except for what it takes to see that it is broken. */
test('a verdict about an old index does not change when what lost there is forgotten', () => {
  const { change } = cluster('n1', 'n2', 'n3');
  change('n1', { append: [1, ...Array(3000).fill(2)] });
  change('n3', { append: [1, 1, 1] });
  for (let index = 1; index <= 3001; index += 100) change('n1', { apply: index });
  change('n1', { append: [2] });
  expect(change('n2', { append: [1, 2, '2b'] })).toBe('log matching');
  expect(change('n2', { cutFrom: 2, append: [1, 2] })).toBe('log matching');
  expect(change('n3', { apply: 2 })).toBe('state machine safety');
});

test('what it counts', () => {
  const { monitor, change } = cluster('n1', 'n2');
  change('n1', lead(1, { append: [1, 1] }));
  change('n1', { apply: 2 });
  change('n2', lead(3, { append: [1, 1, 3] }));
  change('n1', { role: 'follower', term: 3 });
  expect(monitor.counts()).toEqual({ electionsWon: 2, leadersDeposed: 1, highestTerm: 3, entriesCommitted: 2 });
});

/** Figure 7's logs cannot all come from runs of one term's leaders by chance: they are the paper's hardest repair. */
test('the repair of figure 7 breaks nothing', () => {
  const logs = [
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
    [1, 1, 1, 4, 4, 5, 5, 6, 6],
    [1, 1, 1, 4],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    [1, 1, 1, 4, 4, 4, 4],
    [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
  ];
  const names = namesOf(7);
  const cores = names.map((self, index) => coreOf({ self, nodes: 7, log: logs[index] ?? [], currentTerm: 7 }));
  const monitor = new RaftMonitor();
  const nodes = cores.map((core) => ({ core, elections: 0, depositions: 0 }) as unknown as Observed);
  for (const node of nodes) monitor.started(node.core.self, node);
  const ether = new Ether(cores, (core: Core) => {
    const node = nodes.find((one) => one.core === core);
    expect(node && monitor.step(core.self, node)).toBe(undefined);
  });
  ether.core('n1').electionTimeout(1000);
  ether.settle(1000);
  ether.core('n1').heartbeat(1050);
  ether.settle(1050);
  for (const core of cores) expect([termsOf(core), core.commitIndex]).toEqual([[...(logs[0] ?? []), 8], 11]);
  expect(monitor.counts().entriesCommitted).toBe(11);
});
