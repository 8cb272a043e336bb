/**
 * Writes a history as Jepsen's EDN, one map per line, for Knossos, Elle and whoever else reads it. Registers,
 * transactions, maps of strings, queues, counters and sets that grow come out in Jepsen's own spelling; any other vocabulary as the EDN of its JSON. Two
 * things cannot be said there: a cas that saw another value is a plain `:fail`, and a read that saw null looks like a
 * read whose value is not known. Both are marked `:observed true`, which others pass over, and we read back.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Op, Vocabulary } from '../op.ts';
import { isKv, porcupineKv } from './spellings/kv.ts';

export function encodeEdn<V extends Vocabulary>(history: readonly Op<V>[]): string {
  // A cas with a key may be a register's or a map's.
  const isPlain = history.some(({ process, f }) => process !== 'nemesis' && !SPELT.has(f));
  const ofMaps = !isPlain && isKv(history);
  return history.map((op) => `${encodeEvent(op as unknown as Op, { ofMaps, isPlain })}\n`).join('');
}

/** The functions of those who have a spelling in Jepsen. A history with others is written as it is, in all of its parts. */
const SPELT: ReadonlySet<string> = new Set(
  ['read', 'write', 'cas', 'txn', 'enqueue', 'dequeue', 'add', 'acquire', 'release'].concat(porcupineKv.fs),
);

interface Manner {
  readonly ofMaps: boolean;
  readonly isPlain: boolean;
}

function encodeEvent(op: Op, { ofMaps, isPlain }: Manner): string {
  const value = isPlain || op.process === 'nemesis' ? ednOf(op.value) : spelt(op.f, op.value);
  const type = !isPlain && op.type === 'ok' && isObject(op.value) && op.value.applied === false ? 'fail' : op.type;
  const fields = [
    `:process ${op.process === 'nemesis' ? ':nemesis' : op.process}`,
    `:type :${type}`,
    `:f ${name(op.f)}`,
    ...(ofMaps && isKeyed(op) ? [`:key ${ednOf(op.value.key)}`, `:value ${inMap(op)}`] : [`:value ${value}`]),
    `:time ${op.time}`,
    `:index ${op.index}`,
    ...(!isPlain && isUnsayable(op) ? [':observed true'] : []),
    ...((op.type === 'fail' || op.type === 'info') && op.error !== undefined ? [`:error ${ednOf(op.error)}`] : []),
  ];
  return `{${fields.join(', ')}}`;
}

/** An observation that Jepsen has no words for. */
function isUnsayable({ type, f, value }: Op): boolean {
  if (type !== 'ok' || !isObject(value)) return false;
  return f === 'cas' ? value.applied === false : f === 'read' && value.value === null;
}

type JsonObject = { readonly [key: string]: Json | undefined };

function spelt(f: string, value: Json): string {
  if (f === 'txn' && Array.isArray(value)) return `[${value.map(microOp).join(' ')}]`;
  if (!isObject(value)) return ednOf(value);
  const { key } = value;
  const within = (inner: string): string => (key === undefined ? inner : `[${ednOf(key)} ${inner}]`);
  if (f === 'cas') return within(`[${ednOf(value.from)} ${ednOf(value.to)}]`);
  if (f === 'add' && value.added === undefined) return within(ednOf(value.element ?? value.delta));
  if (f === 'read' && value.elements !== undefined) return within(ednOf(value.elements));
  return ['read', 'write', 'enqueue', 'dequeue'].includes(f) ? within(ednOf(value.value)) : ednOf(value);
}

function microOp(micro: Json): string {
  if (!Array.isArray(micro)) return ednOf(micro);
  const [f, key, value] = micro;
  return `[${name(String(f))} ${name(String(key))} ${ednOf(value)}]`;
}

type KeyedOp = Op & { readonly value: JsonObject };

function isKeyed(op: Op): op is KeyedOp {
  return porcupineKv.fs.includes(op.f) && isObject(op.value) && typeof op.value.key === 'string';
}

function inMap({ f, value }: KeyedOp): string {
  return f === 'cas' ? `[${ednOf(value.from)} ${ednOf(value.to)}]` : ednOf(value.value);
}

/** A keyword where it can be one. */
function name(text: string): string {
  return /^[a-zA-Z][\w.*+!?-]*$/.test(text) ? `:${text}` : JSON.stringify(text);
}

function ednOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return `[${value.map(ednOf).join(' ')}]`;
  // The escapes of JSON are those of EDN.
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, of]) => `${name(key)} ${ednOf(of)}`)
    .join(', ')}}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
