/** Replicas that have applied the same log have done the same; one that has not is caught at once. */
import { expect, test } from 'vitest';
import { coreOf } from '../raft/core.support.ts';
import { LockMachine } from './machine.ts';
import { type Command, NO_STAMP } from './messages.ts';
import { LockMonitor, type LockNode } from './monitor.ts';
import { SOUND } from './rules.ts';

const acquire = (owner: string): Command => ({ f: 'acquire', resource: 'a', owner, ttlMs: 1_000, stamp: NO_STAMP });
const LOG = [1, 1, 1];

/** Nodes with the same log, which apply what they are told to. */
function replicas(...ids: string[]) {
  const monitor = new LockMonitor();
  const nodes = new Map(
    ids.map((id) => {
      const machine = new LockMachine({ monotonic: () => 0, wall: () => 0 }, SOUND);
      const node = { core: coreOf({ log: LOG }), machine, elections: 0, depositions: 0 };
      // The monitor looks at nothing else of a node.
      monitor.started(id, node as unknown as LockNode);
      return [id, node] as const;
    }),
  );
  return (id: string, ...commands: Command[]) => {
    const node = nodes.get(id);
    if (node === undefined) throw new Error(`there is no ${id}`);
    for (const command of commands) node.machine.execute(command);
    node.core.lastApplied += commands.length;
    return monitor.step(id, node as unknown as LockNode);
  };
}

test('replicas that do the same agree, in steps of any size', () => {
  const apply = replicas('n1', 'n2');
  for (const violation of [
    apply('n1', acquire('x')),
    apply('n2', acquire('x'), acquire('y')),
    apply('n1', acquire('y')),
    apply('n1', acquire('z')),
    apply('n2', acquire('z')),
  ]) {
    expect(violation).toBeUndefined();
  }
});

test('one that has done something else is caught where both have stood', () => {
  const apply = replicas('n1', 'n2');
  expect(apply('n1', acquire('x'))).toBeUndefined();
  expect(apply('n2', acquire('y'))).toEqual({
    invariant: 'replicas agree',
    message: 'n2 and n1 have both applied the log up to entry 1, and have not done the same',
  });
});

test('also later, for what differs once differs from then on', () => {
  const apply = replicas('n1', 'n2');
  apply('n1', acquire('x'), acquire('y'));
  expect(apply('n2', acquire('y'))).toBeUndefined();
  expect(apply('n2', acquire('y'))).toMatchObject({ invariant: 'replicas agree' });
});
