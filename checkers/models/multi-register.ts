/**
 * Several registers of numbers, all 0 at first, read and written by transactions that take effect at one instant. The
 * micro-operations of a transaction run in order, so that a read sees an earlier write of its own transaction. A read
 * whose value is null observed nothing. Transactions tie registers together: there is nothing to partition by.
 */
import type { Operation } from '../../histories/op.ts';
import type { MicroOp, MultiRegisterOps } from '../../histories/ops/multi-register.ts';
import type { Model } from './model.ts';
import { tag } from './texts.ts';

/** Registers that differ from 0. */
export type Registers = { readonly [name: string]: number };

export const multiRegister: Model<MultiRegisterOps, Registers> = {
  name: 'multi-register',
  summary: 'Registers read and written by atomic transactions; 0 at first.',
  fs: ['txn'],
  init: () => ({}),
  step(state, operation) {
    const completed = operation.outcome === 'ok';
    const registers = new Map(Object.entries(state));
    for (const [kind, name, value] of completed ? operation.output : operation.input) {
      if (kind === 'write') registers.set(name, value);
      else if (completed && value !== null && value !== (registers.get(name) ?? 0)) return [];
    }
    return [Object.fromEntries([...registers].filter(([, value]) => value !== 0))];
  },
  key: (state) => JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1))),
  operationClass: transactionClass,
  readonly: ({ input }) => input.every(([f]) => f === 'read'),
  describe: describeTransaction,
  describeState(state) {
    const values = Object.entries(state).map(([name, value]) => `${name}=${value}`);
    return values.length === 0 ? 'all 0' : values.sort().join(' ');
  },
};

function describeTransaction(operation: Operation<MultiRegisterOps>): string {
  const open = operation.outcome === 'info';
  const text = ([kind, name, value]: MicroOp): string =>
    kind === 'write' ? `write ${name} ${value}` : `read ${name} -> ${open ? '?' : (value ?? '?')}`;
  return `txn [${(open ? operation.input : operation.output).map(text).join(', ')}]${open ? ' -> ?' : ''}`;
}

/** What a transaction asks for and does; reads that observed nothing leave no trace. */
function transactionClass(operation: Operation<MultiRegisterOps>): string {
  const completed = operation.outcome === 'ok';
  let text = '';
  for (const [kind, name, value] of completed ? operation.output : operation.input) {
    if (kind === 'write') text += `w${tag(name)} ${value} `;
    else if (completed && value !== null) text += `r${tag(name)} ${value} `;
  }
  return text;
}
