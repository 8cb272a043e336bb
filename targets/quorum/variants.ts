/**
 * The variants of the store that promise to be right, for campaigns, each with the workloads that say what it promises:
 * registers are linearizable with majorities and write-back alone; replicas agree in the end as long as something brings
 * home what was missed; last write wins among clocks that agree.
 */
import type { Variant } from '../target.ts';

export const quorumVariants: readonly Variant[] = [
  {
    workloads: ['rw-register'],
    // Nearly all that can be got wrong shows here first.
    weight: 6,
    settings: {
      w: [0, 3],
      hints: ['profile', 'on'],
      'read-repair': ['profile', 'off'],
      'anti-entropy': ['profile', 'off'],
    },
    nodes: [3, 4, 5, 7],
  },
  // Writes that come half way while others read: what write-back is for.
  { workloads: ['rw-register'], settings: {}, faults: ['packet:loss'], nodes: [3, 5], weight: 2 },
  { workloads: ['last-write'], settings: { hints: ['profile', 'on'], 'read-repair': ['profile', 'off'] } },
  {
    workloads: ['convergence'],
    settings: { consistency: ['strong', 'dynamo', 'eventual'], hints: ['profile', 'on'] },
    nodes: [3, 4, 5, 7],
  },
  // One copy of each key: a write that its home missed is a hint, and nowhere else. Homes are away, and keepers restart.
  {
    workloads: ['convergence'],
    settings: { consistency: ['eventual'], n: [1] },
    faults: ['partition', 'kill', 'pause'],
    nodes: [3, 4, 5, 7],
    weight: 2,
  },
  // Nothing but Merkle trees brings home what was missed.
  {
    workloads: ['convergence'],
    settings: { consistency: ['dynamo', 'eventual'], sloppy: ['off'], hints: ['off'], 'read-repair': ['off'] },
    nodes: [3, 5, 7, 7],
  },
  {
    workloads: ['last-write'],
    settings: { versions: ['timestamp'] },
    faults: ['kill', 'packet'],
    nodes: [3, 5],
  },
  {
    workloads: ['siblings'],
    settings: { consistency: ['dynamo'], versions: ['vector'] },
    nodes: [3, 4, 5, 7],
  },
];
