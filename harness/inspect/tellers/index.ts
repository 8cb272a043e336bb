/** Who tells of which checker. A checker without a line here is told of by its own sentence and its operations. */
import type { Teller } from '../telling.ts';
import { invariants } from './invariants.ts';
import { linearizable } from './linearizable.ts';
import { belief, exactlyOnce, expiry, lostUpdates, tokens } from './locks.ts';
import { consistency, liveness, nodes } from './others.ts';
import { acknowledgedWrites, convergence, lastWrite, siblings } from './replication.ts';

export const tellers: { readonly [checker: string]: Teller } = {
  linearizable,
  consistency,
  belief,
  expiry,
  tokens,
  'lost-updates': lostUpdates,
  'exactly-once': exactlyOnce,
  convergence,
  'acknowledged-writes': acknowledgedWrites,
  siblings,
  'last-write': lastWrite,
  invariants,
  nodes,
  liveness,
};
