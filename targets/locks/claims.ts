/**
 * What people say of locks with a time to live, put on trial by `harness verdicts`. A lock cannot keep a client from
 * *believing* that it holds it; what it can do for the resource behind it is to hand out tokens.
 */
import type { Claim, HuntOptions } from '../target.ts';

/** Clients sleep, or disks are slow, for about a second at a time, which is two TTLs. */
const SLEEPY = { nodes: 3, nemesisIntervalSeconds: 1, timeLimitSeconds: 30 } satisfies Claim['options'];
const SKEWED = { nodes: 3, nemesisIntervalSeconds: 1, timeLimitSeconds: 15 } satisfies Claim['options'];
const TTL_OF_HALF_A_SECOND = { 'ttl-ms': 500 } satisfies HuntOptions['settings'];

const HOLDS = { verdict: 'holds' } as const;
const violatedBy = (checker: string) => ({ verdict: 'violated', checker }) as const;

export const lockClaims: readonly Claim[] = [
  {
    name: 'ttl-lock-excludes',
    claim: 'A lock with a TTL is mutually exclusive, for holders that believe in it until they are told otherwise.',
    workload: 'lock',
    nemesis: 'pause:clients',
    settings: { ...TTL_OF_HALF_A_SECOND, holder: 'trusting' },
    options: SLEEPY,
    expect: violatedBy('belief'),
  },
  {
    name: 'careful-holders-exclude',
    claim: 'Holders that stop by their own clock before the TTL is over never believe in one lock at the same time.',
    workload: 'lock',
    nemesis: 'pause:clients',
    settings: TTL_OF_HALF_A_SECOND,
    options: SLEEPY,
    expect: HOLDS,
  },
  {
    name: 'unrenewed-lock-excludes',
    claim: 'A lock with a TTL is mutually exclusive while nothing fails, whether or not its holder renews it.',
    workload: 'lock',
    nemesis: 'none',
    settings: { ...TTL_OF_HALF_A_SECOND, holder: 'trusting', renewal: 'off' },
    options: { nodes: 3, timeLimitSeconds: 15 },
    expect: violatedBy('belief'),
  },
  {
    name: 'renewed-lock-excludes',
    claim: 'A lock that its holder renews every third of the TTL is mutually exclusive while nothing fails.',
    workload: 'lock',
    nemesis: 'none',
    settings: { ...TTL_OF_HALF_A_SECOND, holder: 'trusting' },
    options: { nodes: 3, timeLimitSeconds: 15 },
    expect: HOLDS,
  },
  {
    // Six holders want 90 renewals a second, and get 40 operations.
    name: 'late-renewals-exclude',
    claim:
      'A lock with a TTL is mutually exclusive while nothing fails, if holders renew it as soon as they come to it.',
    workload: 'lock',
    nemesis: 'none',
    settings: { 'ttl-ms': 200, holder: 'trusting' },
    options: { nodes: 3, timeLimitSeconds: 15, rate: 40 },
    expect: violatedBy('belief'),
  },
  {
    // A renewal that came into the log in time makes the expiry behind it void, however long both wait for the disk.
    name: 'slow-disks-spare-renewed-locks',
    claim: 'A lock that its holder renews in time stays its own, however slowly the service gets to its disks.',
    workload: 'lock',
    nemesis: 'disk:slow-sync',
    settings: { ...TTL_OF_HALF_A_SECOND, holder: 'trusting' },
    options: SLEEPY,
    expect: HOLDS,
  },
  {
    name: 'dead-holder-gives-way',
    claim: 'A lock of 30 s whose holder dies can be had by another when the 30 s are over, and not before.',
    workload: 'lock',
    nemesis: 'none',
    settings: { 'ttl-ms': 30_000 },
    options: { nodes: 3, timeLimitSeconds: 180, rate: 20 },
    expect: HOLDS,
  },
  {
    name: 'careful-holders-need-no-fence',
    claim: 'A holder that looks at its clock before it writes needs no fence at the resource.',
    workload: 'fenced-counter',
    nemesis: 'pause:clients',
    settings: { ...TTL_OF_HALF_A_SECOND, fencing: 'off' },
    options: { ...SLEEPY, keyCount: 1 },
    expect: violatedBy('lost-updates'),
  },
  {
    name: 'fence-saves-updates',
    claim: 'Behind a fence no update is lost, however long holders sleep.',
    workload: 'fenced-counter',
    nemesis: 'pause:clients',
    settings: TTL_OF_HALF_A_SECOND,
    options: { ...SLEEPY, keyCount: 1 },
    expect: HOLDS,
  },
  {
    name: 'locked-job-runs-once',
    claim: 'A job that three schedulers run under a lock, each if it finds it not done, runs once.',
    workload: 'scheduler',
    nemesis: 'pause:clients',
    settings: { ...TTL_OF_HALF_A_SECOND, fencing: 'off' },
    options: { ...SLEEPY, timeLimitSeconds: 15, rate: 200, keyCount: 10 },
    expect: violatedBy('exactly-once'),
  },
  {
    name: 'fenced-job-runs-once',
    claim: 'The same job runs once if its effect is behind a fence.',
    workload: 'scheduler',
    nemesis: 'pause:clients',
    settings: TTL_OF_HALF_A_SECOND,
    options: { ...SLEEPY, timeLimitSeconds: 15, rate: 200, keyCount: 10 },
    expect: HOLDS,
  },
  {
    name: 'wall-clock-expiry-under-jumps',
    claim: 'A lease may end at an instant of the wall clock, although clocks jump.',
    workload: 'lock',
    nemesis: 'clock:bump',
    settings: { expiry: 'absolute' },
    options: SKEWED,
    expect: violatedBy('belief'),
  },
  {
    name: 'wall-clock-expiry-under-strobes',
    claim: 'A lease may end at an instant of the wall clock, although clocks flicker between two times.',
    workload: 'lock',
    nemesis: 'clock:strobe',
    settings: { expiry: 'absolute' },
    options: SKEWED,
    expect: violatedBy('belief'),
  },
  {
    name: 'monotonic-expiry-under-skew',
    claim: 'A lease that ends when its time has passed at the leader survives clocks that jump, flicker and drift.',
    workload: 'lock',
    nemesis: 'clock',
    options: SKEWED,
    expect: HOLDS,
  },
  ...['lock', 'fenced-counter', 'scheduler'].map(
    (workload): Claim => ({
      name: `${workload}-survives-all`,
      claim:
        'With renewal, careful holders and a fence no fault of the cluster does harm, and it serves everybody again.',
      workload,
      nemesis: 'all',
      options: { nemesisIntervalSeconds: 1, timeLimitSeconds: 15 },
      expect: HOLDS,
    }),
  ),
];
