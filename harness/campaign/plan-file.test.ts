/** Plans of campaigns as people write them: what they mean, and what is wrong with them, with the line. */
import { expect, test } from 'vitest';
import { entriesOf } from './entries.ts';
import { planFile } from './plan-file.ts';

function read(text: string) {
  const { asked, placeOf } = planFile('campaign.yaml', text);
  return { ...asked, entries: asked.entries.flatMap((entry, i) => entriesOf(entry, placeOf(i))) };
}

test('what is said is drawn from, and the rest is as usual', () => {
  const { minutes, entries } = read(`
minutes: 10
entries:
  - target: [raft, locks]
    nodes: 5
    rate: 20..50
    nemesis: partition, kill:primaries
  - target: quorum
    workload: convergence
    settings: { consistency: [dynamo, eventual], hints: on }
    key-count: [1, 40]
    share: 2
`);
  expect(minutes).toBe(10);
  expect(entries).toMatchObject([
    { target: 'raft', nodes: { choices: [5] }, rate: { low: 20, high: 50 }, nemeses: ['partition', 'kill:primaries'] },
    { target: 'locks', workloads: ['lock', 'fenced-counter', 'scheduler'], share: 1, settings: null },
    {
      target: 'quorum',
      workloads: ['convergence'],
      settings: { consistency: ['dynamo', 'eventual'], hints: ['on'] },
      keyCount: { choices: [1, 40] },
      share: 2,
    },
  ]);
});

test.each([
  ['entries: []', /^campaign\.yaml:1: entries: expected at least one entry$/],
  ['minutes: ten\nentries: [{}]', /^campaign\.yaml:1: minutes: expected a number of minutes/],
  ['entries:\n  - targt: raft', /^campaign\.yaml:2: unknown field targt \(did you mean target\?\)/],
  ['entires: []', /^campaign\.yaml:1: unknown field entires \(did you mean entries\?\)/],
  ['entries:\n  - target: rfat', /^campaign\.yaml:2: unknown target rfat \(did you mean raft\?\)/],
  ['entries:\n  - target: raft\n    nemesis: partiton', /^campaign\.yaml:3: unknown nemesis "partiton" \(did you mean/],
  ['entries:\n  - target: raft\n    nemesis: []', /^campaign\.yaml:3: nothing is selected/],
  ['entries:\n  - target: raft\n    nemesis: kill@2', /^campaign\.yaml:3: kill has an interval of its own/],
  ['entries:\n  - target: raft\n    workload: lock', /^campaign\.yaml:3: target raft cannot run the workload lock/],
  ['entries:\n  - target: raft\n    bug: votes-twic', /^campaign\.yaml:3: unknown bug of target raft votes-twic/],
  ['entries:\n  - target: raft\n    env: simm', /^campaign\.yaml:3: unknown environment simm/],
  ['entries:\n  - target: etcd\n    env: sim', /^campaign\.yaml:2: .*target etcd is a real system/],
  ['entries:\n  - target: locks\n    settings: { ttl: 5 }', /^campaign\.yaml:3: target locks has no setting ttl/],
  ['entries:\n  - target: locks\n    settings: { renewal: [on, of] }', /^campaign\.yaml:3: --renewal must be one of/],
  ['entries:\n  - target: raft\n    nodes: 7..3', /^campaign\.yaml:3: nodes must be a number, several/],
  ['entries:\n  - target: raft\n    nodes: 0', /^campaign\.yaml:3: nodes must be a number, several/],
  ['entries:\n  - target: raft\n    nodes: 99', /^campaign\.yaml:2: .*--nodes must be a whole number from 1 to 64/],
  ['entries:\n  - target: raft\n  nodes: 3', /^campaign\.yaml:\d: /],
  ['name: ../away\nentries: [{}]', /^campaign\.yaml:1: name: expected a name of letters/],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) }),
  );
});
