/**
 * Operations of unknown outcome on a register that nobody needs: reads, and writes and compare-and-sets whose value no
 * completed operation met, directly or through further ones. In any legal order they can be left out, for what follows
 * one is a blind write or nothing; so leaving them out changes no verdict, unless a compare-and-set was refused. To one
 * that found "not 3" any other value will do, a dead one too: then what is legal without the dead ones is legal, and
 * what is illegal without them is not decided.
 */
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../../histories/ops/register.ts';
import { type Arrays, freshArrays } from '../arrays.ts';

export interface DeadOperations {
  /** By position, 1 for the dead. */
  readonly dead: Uint8Array;
  readonly count: number;
  /** Whether leaving them out changes no verdict: no compare-and-set was refused. */
  readonly exact: boolean;
}

export function deadOperations(
  operations: readonly Operation<RegisterOps>[],
  arrays: Arrays = freshArrays,
): DeadOperations {
  const dead = arrays.bytes(operations.length);
  // Open operations by the value that they would write, until somebody is known to need it.
  const producers = new Map<RegisterValue, number[]>();
  let count = 0;
  let exact = true;
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation?.outcome !== 'info') {
      if (operation?.f === 'cas' && !operation.output.applied) exact = false;
      continue;
    }
    dead[i] = 1;
    count++;
    const value = writtenBy(operation);
    if (value === undefined) continue;
    const others = producers.get(value);
    if (others) others.push(i);
    else producers.set(value, [i]);
  }

  const alive: number[] = [];
  const need = (value: RegisterValue): void => {
    const needed = producers.get(value);
    if (needed === undefined) return;
    producers.delete(value);
    alive.push(...needed);
  };
  for (let i = 0; i < operations.length && producers.size > 0; i++) {
    const operation = operations[i];
    if (operation === undefined || operation.outcome === 'info') continue;
    if (operation.f === 'read') need(operation.output.value);
    else if (operation.f === 'cas' && operation.output.applied) need(operation.input.from);
  }
  for (let i = alive.pop(); i !== undefined; i = alive.pop()) {
    dead[i] = 0;
    count--;
    const operation = operations[i];
    if (operation?.f === 'cas') need(operation.input.from);
  }
  return { dead, count, exact };
}

/** The value that an operation writes if it takes effect; undefined for one that only looks. */
export function writtenBy(operation: Operation<RegisterOps>): RegisterValue | undefined {
  if (operation.f === 'write') return operation.input.value;
  if (operation.f === 'read' || (operation.outcome === 'ok' && !operation.output.applied)) return undefined;
  return operation.input.to;
}
