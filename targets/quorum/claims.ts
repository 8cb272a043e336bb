/**
 * What the literature, and folklore, say of quorums, put on trial (`harness verdicts quorum`). Each claim is one variant of
 * the store under one nemesis: what it promises must hold for every seed, or else one seed must show that it does not.
 */
import type { Claim, Settings } from '../target.ts';

type Options = NonNullable<Claim['options']>;

/** Faults every second or so, on one busy key after another. */
const BUSY: Options = { nemesisIntervalSeconds: 1, timeLimitSeconds: 20, keyCount: 1, rate: 200 };
/** Fresh keys all the time: the older value that a reader comes back to is often the first, and the witness short. */
const FRESH: Options = { ...BUSY, opsPerKey: 10 };
const OFTEN: Options = { nemesisIntervalSeconds: 1, timeLimitSeconds: 20 };

const holds: Claim['expect'] = { verdict: 'holds' };
const violated = (checker: string): Claim['expect'] => ({ verdict: 'violated', checker });

/** Each kind of fault alone, and all together. */
const FAMILIES = {
  partition: 'under partitions',
  pause: 'while nodes stop and go on',
  kill: 'through crashes of any number of nodes',
  clock: 'however wrong clocks are',
  packet: 'though messages are late, lost, doubled and reordered',
  disk: 'through power failures and on slow disks',
  all: 'under all of these faults together',
} as const;

export const claims: readonly Claim[] = [
  // Attiya, Bar-Noy, Dolev 1995; for several writers Lynch and Shvartsman 1997.
  ...Object.entries(FAMILIES).map(
    ([nemesis, when]): Claim => ({
      name: `strong-under-${nemesis}`,
      claim: `With majorities, unique versions and write-back every register is linearizable, ${when}.`,
      ...{ workload: 'rw-register', nemesis, expect: holds },
    }),
  ),
  registers('without-write-back', 'R + W > N makes every register linearizable, also if reads do not write back.', {
    settings: { 'write-back': 'off' },
    nemesis: 'packet:loss',
    options: FRESH,
  }),
  registers('quorums-that-miss-each-other', 'Registers are linearizable with N=3 and R=W=1, where R + W <= N.', {
    settings: { r: 1, w: 1 },
    nemesis: 'partition',
  }),
  registers('read-one-write-two', 'Registers are linearizable with N=3, R=1 and W=2, where R + W = N.', {
    settings: { r: 1, w: 2 },
    nemesis: 'partition',
  }),
  registers('sloppy-quorums', 'R + W > N makes registers linearizable, also if other nodes stand in for replicas.', {
    settings: { sloppy: 'on', hints: 'on' },
    nemesis: 'partition',
  }),
  registers('dynamo-overlap', 'N=3, R=2, W=2 as in Dynamo makes every register linearizable, since R + W > N.', {
    settings: { consistency: 'dynamo' },
    nemesis: 'partition',
  }),
  registers('read-one', 'R=1 and W=N makes every register linearizable, since R + W > N.', {
    settings: { consistency: 'read-one' },
    nemesis: 'partition',
  }),
  {
    name: 'write-one',
    claim: 'R=N and W=1 makes every register linearizable, since R + W > N, as long as clocks agree.',
    ...{ workload: 'rw-register', nemesis: 'partition', settings: { consistency: 'write-one' }, options: OFTEN },
    expect: holds,
  },
  registers('write-one-under-skew', 'R=N and W=1 makes every register linearizable, however clocks are set.', {
    settings: { consistency: 'write-one' },
    nemesis: 'clock',
  }),
  registers('eventual-is-weaker', 'A store with R=W=1 is linearizable.', {
    settings: { consistency: 'eventual' },
    nemesis: 'partition',
  }),
  registers('wall-clocks-under-skew', 'Majorities and write-back are enough, whichever clock stamps the versions.', {
    settings: { versions: 'timestamp' },
    nemesis: 'clock',
  }),
  {
    name: 'last-write-wins-under-skew',
    claim: 'Last write wins keeps the last acknowledged write, however clocks are set.',
    ...{ workload: 'last-write', nemesis: 'clock', settings: { versions: 'timestamp' }, options: OFTEN },
    expect: violated('last-write'),
  },
  {
    name: 'last-write-wins-without-skew',
    claim: 'Last write wins keeps the last acknowledged write as long as clocks agree.',
    ...{ workload: 'last-write', nemesis: 'kill,packet', settings: { versions: 'timestamp' }, options: OFTEN },
    expect: holds,
  },
  {
    name: 'counted-versions-under-skew',
    claim: 'With versions that are counted up the last acknowledged write is kept, however clocks are set.',
    ...{ workload: 'last-write', nemesis: 'clock', options: OFTEN, expect: holds },
  },
  ...['strong', 'dynamo', 'eventual'].map(
    (consistency): Claim => ({
      name: `${consistency}-converges`,
      claim:
        'After healing and 10 s of quiet all replicas agree, no acknowledged write is lost, and removed keys stay removed.',
      ...{ workload: 'convergence', nemesis: 'all', settings: { consistency }, expect: holds },
    }),
  ),
  {
    name: 'tombstones-outlive-partitions',
    claim: 'Removed keys stay removed while tombstones are kept longer than any replica is away.',
    ...{
      workload: 'convergence',
      nemesis: 'partition',
      settings: { consistency: 'dynamo' },
      options: OFTEN,
      expect: holds,
    },
  },
  {
    name: 'grace-shorter-than-partitions',
    claim: 'Removed keys stay removed if tombstones are collected after 300 ms.',
    ...{ workload: 'convergence', nemesis: 'partition', options: OFTEN },
    settings: { consistency: 'dynamo', 'grace-ms': 300 },
    expect: violated('acknowledged-writes'),
  },
  {
    name: 'nobody-brings-it-home',
    claim: 'Replicas converge without read repair, hints and anti-entropy.',
    ...{ workload: 'convergence', nemesis: 'partition', options: OFTEN },
    settings: { consistency: 'eventual', sloppy: 'off', 'read-repair': 'off', hints: 'off', 'anti-entropy': 'off' },
    expect: violated('convergence'),
  },
  {
    name: 'version-vectors-keep-siblings',
    claim: 'With version vectors no acknowledged write vanishes, but for those whose client had seen it.',
    ...{ workload: 'siblings', nemesis: 'all', settings: { consistency: 'dynamo', versions: 'vector' }, expect: holds },
  },
];

function registers(
  name: string,
  claim: string,
  { settings, nemesis, options = OFTEN }: { settings: Settings; nemesis: string; options?: Options },
): Claim {
  return { name, claim, workload: 'rw-register', nemesis, settings, options, expect: violated('linearizable') };
}
