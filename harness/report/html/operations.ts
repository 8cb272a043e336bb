/**
 * The operations of a history for a report: all events of clients as columns, in the order of real time in which checkers see
 * them. A report judges again what came before a moment, so that order must survive although times are rounded.
 */
import { Reader, Writer } from '../../../histories/codecs/messages.ts';
import type { Op } from '../../../histories/op.ts';
import { ranksOf } from '../../../histories/operations.ts';
import type { Json } from '../../core/json.ts';
import { KINDS, type OperationsHead } from './data.ts';
import { ValueReader, ValueWriter } from './values.ts';

export interface PackedOperations {
  readonly head: OperationsHead;
  readonly operations: Uint8Array;
  readonly values: Uint8Array;
}

/** What stands for an output that is the same as the input, and for none at all. */
const NO_OUTPUT = 0;
const SAME_OUTPUT = 1;
const OTHER_OUTPUT = 2;
/** A history has few wordings of errors; one that has more is told the first ones. */
const MOST_ERRORS = 1_000;

export function packOperations(history: readonly Op[], unitNs: number, concurrency: number): PackedOperations {
  const events = inRealTime(history);
  const bytes = new Writer();
  const fs = new Numbering();
  const errors = new Numbering(MOST_ERRORS);
  let last = 0;
  for (const { time } of events) {
    const units = Math.floor(time / unitNs);
    bytes.varint(units - last);
    last = units;
  }
  for (const { process, type } of events) bytes.varint(Number(process) * KINDS.length + KINDS.indexOf(type));
  const calls = events.filter(({ type }) => type === 'invoke');
  for (const { f } of calls) bytes.varint(fs.of(f));
  // Nearly sorted: an index differs little from the one before it.
  let index = 0;
  for (const call of calls) {
    bytes.varint(call.index >= index ? 2 * (call.index - index) : 2 * (index - call.index) - 1);
    index = call.index;
  }
  const values = new Writer();
  const writer = new ValueWriter(values);
  const completions = completionsOf(events);
  for (const call of calls) writeValues(call, completions.get(call), { values, writer, errors });
  return {
    head: {
      count: calls.length,
      events: events.length,
      unitNs,
      rows: Math.max(
        1,
        Math.min(concurrency, 1 + calls.reduce((most, { process }) => Math.max(most, Number(process)), 0)),
      ),
      fs: fs.names,
      errors: errors.names,
      shapes: writer.shapes,
    },
    operations: bytes.taken(),
    values: values.taken(),
  };
}

interface ValueColumns {
  readonly values: Writer;
  readonly writer: ValueWriter;
  readonly errors: Numbering;
}

function writeValues(call: Op, completion: Op | undefined, { values, writer, errors }: ValueColumns): void {
  writer.write(call.value);
  if (completion?.type !== 'ok') {
    const error = completion?.type === 'invoke' ? undefined : completion?.error;
    values.varint(NO_OUTPUT);
    values.varint(error === undefined ? 0 : 1 + errors.of(error));
    return;
  }
  const output: Json = completion.value;
  const isSame = JSON.stringify(output) === JSON.stringify(call.value);
  values.varint(isSame ? SAME_OUTPUT : OTHER_OUTPUT);
  if (!isSame) writer.write(output);
}

/** The events of clients, those of one instant as operationsOf has them: calls before returns. */
function inRealTime(history: readonly Op[]): readonly Op[] {
  const ranks = ranksOf(history);
  return history
    .map((op, at) => ({ op, rank: ranks[at] ?? at }))
    .filter(({ op }) => op.process !== 'nemesis')
    .sort((a, b) => a.rank - b.rank)
    .map(({ op }) => op);
}

function completionsOf(events: readonly Op[]): Map<Op, Op> {
  const open = new Map<Op['process'], Op>();
  const completions = new Map<Op, Op>();
  for (const op of events) {
    const call = open.get(op.process);
    if (op.type === 'invoke') open.set(op.process, op);
    else if (call !== undefined) completions.set(call, op);
  }
  return completions;
}

class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #most: number;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  get names(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#numbers.size >= this.#most) return this.#most - 1;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** The operations, one entry in each column; positions are places in the order of all events. */
export interface Operations {
  readonly count: number;
  readonly fs: readonly string[];
  readonly rows: number;
  readonly process: Uint32Array;
  readonly row: Uint16Array;
  /** Places in `fs`. */
  readonly f: Uint16Array;
  /** Places in KINDS; `invoke` stands for those that nothing ended. */
  readonly kind: Uint8Array;
  /** The index of the invocation in the history. */
  readonly id: Int32Array;
  readonly callNs: Float64Array;
  /** The end of the run where nothing ended it. */
  readonly endNs: Float64Array;
  readonly callAt: Int32Array;
  /** The number of events where nothing ended it. */
  readonly endAt: Int32Array;
  /** The operations of each row, by their calls. */
  readonly ofRow: readonly Int32Array[];
}

export function readOperations(packed: Uint8Array, head: OperationsHead, runEndNs: number): Operations {
  const { count, events, unitNs, fs, rows } = head;
  const reader = new Reader(packed, 0, 'the operations of this report');
  const times = new Float64Array(events);
  let last = 0;
  for (let i = 0; i < events; i++) {
    last += reader.varint();
    times[i] = last * unitNs;
  }
  const [process, row, f] = [new Uint32Array(count), new Uint16Array(count), new Uint16Array(count)];
  const [kind, id] = [new Uint8Array(count), new Int32Array(count)];
  const [callNs, endNs] = [new Float64Array(count), new Float64Array(count).fill(runEndNs)];
  const [callAt, endAt] = [new Int32Array(count), new Int32Array(count).fill(events)];
  const open = new Map<number, number>();
  const ofRow: number[][] = Array.from({ length: rows }, () => []);
  for (let at = 0, next = 0; at < events; at++) {
    const code = reader.varint();
    const [who, what] = [Math.floor(code / KINDS.length), code % KINDS.length];
    if (what === 0) {
      open.set(who, next);
      process[next] = who;
      row[next] = who % rows;
      callNs[next] = times[at] ?? 0;
      callAt[next] = at;
      ofRow[who % rows]?.push(next);
      next++;
      continue;
    }
    const started = open.get(who);
    if (started === undefined) continue;
    kind[started] = what;
    endNs[started] = times[at] ?? 0;
    endAt[started] = at;
  }
  for (let i = 0; i < count; i++) f[i] = reader.varint();
  for (let i = 0, index = 0; i < count; i++) {
    const code = reader.varint();
    index += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    id[i] = index;
  }
  const byRow = ofRow.map((operations) => Int32Array.from(operations));
  return { count, fs, rows, process, row, f, kind, id, callNs, endNs, callAt, endAt, ofRow: byRow };
}

/** What went in and what came out of each operation, as JSON. */
export interface OperationValues {
  readonly inputs: readonly string[];
  /** Undefined unless it is `ok`. */
  readonly outputs: readonly (string | undefined)[];
  readonly errors: readonly (string | undefined)[];
}

export function readValues(packed: Uint8Array, head: OperationsHead): OperationValues {
  const bytes = new Reader(packed, 0, 'the values of this report');
  const reader = new ValueReader(bytes, head.shapes);
  const inputs: string[] = [];
  const outputs: (string | undefined)[] = [];
  const errors: (string | undefined)[] = [];
  for (let i = 0; i < head.count; i++) {
    const input = reader.read();
    inputs.push(input);
    const output = bytes.varint();
    const error = output === NO_OUTPUT ? bytes.varint() : 0;
    outputs.push(output === OTHER_OUTPUT ? reader.read() : output === SAME_OUTPUT ? input : undefined);
    errors.push(error === 0 ? undefined : head.errors[error - 1]);
  }
  return { inputs, outputs, errors };
}
