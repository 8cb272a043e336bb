/**
 * A map from strings to strings. A put replaces the value of a key, an append adds to its end, a delete makes it absent,
 * a get returns it, and `cas from to` replaces it if and only if it equals `from`, and says whether it did. An absent key
 * reads as the empty string. Keys are independent, so the state is the value of one key.
 */
import type { Operation } from '../../histories/op.ts';
import type { KvOps } from '../../histories/ops/kv.ts';
import type { Model } from './model.ts';
import { describeOperation, tag } from './texts.ts';

export const kv: Model<KvOps, string> = {
  name: 'kv',
  summary: 'A map of strings with get, put, append, delete and cas; absent keys read as the empty string.',
  fs: ['get', 'put', 'append', 'delete', 'cas'],
  init: () => '',
  step(state, operation) {
    switch (operation.f) {
      case 'get':
        return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
      case 'put':
        return [operation.input.value];
      case 'append':
        return [state + operation.input.value];
      case 'delete':
        return [''];
      case 'cas': {
        const matches = state === operation.input.from;
        if (wasRefused(operation)) return matches ? [] : [state];
        return matches ? [operation.input.to] : [];
      }
    }
  },
  key: (state) => state,
  partition: ({ input }) => input.key,
  operationClass(operation) {
    switch (operation.f) {
      case 'get':
        return operation.outcome === 'ok' ? classOfGet(operation.output.value) : `${APART}?`;
      case 'put':
        return `${APART}p${operation.input.value}`;
      case 'append':
        return `${APART}a${operation.input.value}`;
      case 'delete':
        return `${APART}d`;
      case 'cas':
        return `${APART}${wasRefused(operation) ? 'n' : 'c'}${tag(operation.input.from)} ${operation.input.to}`;
    }
  },
  readonly: neverChanges,
  overwrites: ({ f }) => f === 'put' || f === 'delete',
  requires(operation) {
    if (operation.f === 'get') return operation.outcome === 'ok' ? operation.output.value : undefined;
    return operation.f === 'cas' && !wasRefused(operation) ? operation.input.from : undefined;
  },
  produces(operation) {
    if (operation.f === 'put') return operation.input.value;
    if (operation.f === 'delete') return '';
    return operation.f === 'cas' && !neverChanges(operation) ? operation.input.to : undefined;
  },
  avoids: (operation) => (operation.f === 'cas' && wasRefused(operation) ? operation.input.from : undefined),
  reach,
  describe: describeKvOperation,
  describeState: (state) => quoted(state),
};

/** What no class of a get begins with but those of values that do, which are put behind it. */
const APART = '\u0000';

/** Mostly the value as it is: values grow long, and are at hand for the states anyway. */
const classOfGet = (value: string): string => (value.startsWith(APART) ? `${APART}g${value}` : value);

/**
 * Values grow at their end until another one is put in their place: what is seen begins with what is there or with what
 * is put there. A value that one operation alone puts, and that nothing else could spell, is not put twice: where the
 * state begins with it already, it has been.
 */
function reach(operations: readonly Operation<KvOps>[]): (state: string, operation: Operation<KvOps>) => boolean {
  const { putOnce, put } = beginningsOf(operations);
  const lengths = [...new Set(Array.from(put, ({ length }) => length))];
  const beginnings = new Map<string, readonly string[]>();
  const beginningsIn = (value: string): readonly string[] => {
    let found = beginnings.get(value);
    if (found === undefined) {
      found = lengths.map((length) => value.slice(0, length)).filter((beginning) => put.has(beginning));
      beginnings.set(value, found);
    }
    return found;
  };
  return (state, operation) => {
    const wanted = kv.requires?.(operation);
    if (wanted === undefined || wanted.startsWith(state)) return true;
    return beginningsIn(wanted).some((beginning) => !(putOnce.has(beginning) && state.startsWith(beginning)));
  };
}

/** The values that are put, and those among them that are put once and are no mere beginning or growth of another one. */
function beginningsOf(operations: readonly Operation<KvOps>[]): {
  readonly put: ReadonlySet<string>;
  readonly putOnce: ReadonlySet<string>;
} {
  const put = new Set<string>();
  const putOnce = new Set<string>();
  const appended = new Set<string>();
  for (const operation of operations) {
    if (operation.f === 'append') appended.add(operation.input.value);
    const value = operation.f === 'delete' ? '' : puts(operation);
    if (value === undefined) continue;
    if (put.has(value)) putOnce.delete(value);
    else putOnce.add(value);
    put.add(value);
  }
  putOnce.delete('');
  if (putOnce.size === 0) return { put, putOnce };
  const spelt = new Set([...put, ...appended]);
  for (const value of appended) putOnce.delete(value);
  const lengths = [...new Set(Array.from(spelt, ({ length }) => length))];
  for (const value of spelt) {
    for (const length of lengths) {
      const beginning = value.slice(0, length);
      if (length === 0 || length >= value.length || !spelt.has(beginning)) continue;
      putOnce.delete(beginning);
      putOnce.delete(value);
    }
  }
  return { put, putOnce };
}

function puts(operation: Operation<KvOps>): string | undefined {
  if (operation.f === 'put') return operation.input.value;
  return operation.f === 'cas' && !wasRefused(operation) ? operation.input.to : undefined;
}

function neverChanges(operation: Operation<KvOps>): boolean {
  if (operation.f !== 'cas') return operation.f === 'get';
  return wasRefused(operation) || operation.input.from === operation.input.to;
}

function wasRefused(operation: Operation<KvOps>): boolean {
  return operation.f === 'cas' && operation.outcome === 'ok' && !operation.output.applied;
}

function describeKvOperation(operation: Operation<KvOps>): string {
  switch (operation.f) {
    case 'get':
      return describeOperation(operation, '', operation.outcome === 'ok' ? quoted(operation.output.value) : '');
    case 'put':
    case 'append':
      return describeOperation(operation, quoted(operation.input.value), '');
    case 'delete':
      return describeOperation(operation, '', '');
    case 'cas': {
      const { from, to } = operation.input;
      return describeOperation(
        operation,
        `${quoted(from)} to ${quoted(to)}`,
        wasRefused(operation) ? 'not applied' : 'applied',
      );
    }
  }
}

/** Appended values grow long; their end is what differs. */
function quoted(value: string): string {
  return JSON.stringify(value.length <= 60 ? value : `...${value.slice(-57)}`);
}
