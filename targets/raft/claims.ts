/**
 * What the literature says of Raft, put on trial: that it survives each kind of fault and all of them together, and that
 * it does not survive the loss of a rule which people leave out because it is slow.
 */
import type { Claim } from '../target.ts';

const survives = (name: string, claim: string, nemesis: string): Claim => ({
  name,
  claim,
  workload: 'register',
  nemesis,
  expect: { verdict: 'holds' },
});

export const raftClaims: readonly Claim[] = [
  survives(
    'survives-partitions',
    'Under partitions of any shape no client sees anything but one register.',
    'partition',
  ),
  survives('survives-pauses', 'A leader that was paused and still believes to lead does no harm.', 'pause'),
  survives(
    'survives-crashes',
    'No crash of any number of nodes loses a committed entry, if storage is synced.',
    'kill',
  ),
  survives('survives-clocks', 'Safety does not depend on clocks, however wrong they are.', 'clock'),
  survives('survives-packets', 'Messages may be delayed, lost, duplicated and reordered.', 'packet'),
  survives('survives-disks', 'Power failures, torn writes and slow disks lose nothing that was synced.', 'disk'),
  survives('survives-all', 'All of these together do no harm, and the healed cluster serves everybody.', 'all'),
  {
    name: 'minority-faults-lose-nothing',
    claim: 'No sequence of crashes and partitions of a minority loses a committed entry.',
    workload: 'register',
    nemesis: 'kill:minority,partition:majority-minority',
    expect: { verdict: 'holds' },
  },
  {
    name: 'un-synced-logs-lose-entries',
    claim: 'Committed entries are safe although a node answers before its log is on stable storage.',
    workload: 'register',
    nemesis: 'disk:lose-unsynced',
    bug: 'log-not-synced',
    options: { nemesisIntervalSeconds: 1, timeLimitSeconds: 30 },
    expect: { verdict: 'violated', checker: 'invariants' },
  },
  {
    name: 'leaders-alone-read-stale',
    claim: 'A leader may answer reads from its own state without asking anybody.',
    workload: 'register',
    nemesis: 'partition:primaries,clock:drift',
    bug: 'stale-leader-serves-reads',
    options: {
      nodes: 3,
      concurrency: '12',
      keyCount: 1,
      nemesisIntervalSeconds: 0.7,
      timeLimitSeconds: 20,
    },
    expect: { verdict: 'violated', checker: 'linearizable' },
  },
];
