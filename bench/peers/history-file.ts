/**
 * Writes histories for peers in other languages: words of 32 bits, least byte first. A header (magic, number of operations,
 * number of texts), seven words an operation (call, return or -1, key, function, a, b, output), then each text as its
 * length in bytes and its UTF-8. Values are numbered in the order in which they are met, 0 being the initial one; texts
 * are numbers of the texts at the end. Operations of unknown outcome that could have changed nothing are left out.
 */
import { Buffer } from 'node:buffer';
import { UserError } from '../../harness/core/errors.ts';
import type { Operation } from '../../histories/op.ts';
import type { KvOps } from '../../histories/ops/kv.ts';
import type { QueueOps, StackOps } from '../../histories/ops/queue.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';

const MAGIC = 0x54534948;
const HEADER_WORDS = 3;
const OPERATION_WORDS = 7;
const OPEN = -1;
const NOTHING = -1;

/** Key, function, a, b and output; undefined where the operation may be left out. */
type Words = readonly [key: number, f: number, a: number, b: number, output: number] | undefined;

class Numbers<T> {
  readonly #numbers = new Map<T, number>();

  of(value: T): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size;
    this.#numbers.set(value, number);
    return number;
  }

  get all(): readonly T[] {
    return [...this.#numbers.keys()];
  }
}

/** The models that the peer knows, by the names that our checker knows them by, and what they are called there. */
const peerModels: { readonly [model: string]: string } = {
  register: 'register',
  'cas-register': 'register',
  kv: 'kv',
  'kv-map': 'kv-map',
  'fifo-queue': 'queue',
  stack: 'stack',
};

export function peerModelOf(model: string): string | undefined {
  return Object.hasOwn(peerModels, model) ? peerModels[model] : undefined;
}

/** The operations must speak the vocabulary of that model. */
export function encodeForPeer(model: string, operations: readonly Operation[]): Uint8Array {
  // Which vocabulary operations speak is known by the name of their model alone.
  switch (peerModelOf(model)) {
    case 'register':
      return encodeRegister(operations as unknown as readonly Operation<RegisterOps>[]);
    case 'kv':
    case 'kv-map':
      return encodeKv(operations as unknown as readonly Operation<KvOps>[]);
    case 'queue':
      return encodeQueue(operations as unknown as readonly Operation<QueueOps>[]);
    case 'stack':
      return encodeStack(operations as unknown as readonly Operation<StackOps>[]);
    default:
      throw new UserError(`the peer knows no model ${model}: it knows ${Object.keys(peerModels).join(', ')}`);
  }
}

function encodeRegister(operations: readonly Operation<RegisterOps>[]): Uint8Array {
  const keys = new Numbers<unknown>();
  const values = new Numbers<unknown>();
  values.of(null);
  return encode(operations, [], (operation) => {
    const key = keys.of(operation.input.key);
    const completed = operation.outcome === 'ok';
    if (operation.f === 'read') return completed ? [key, 0, 0, 0, values.of(operation.output.value)] : undefined;
    if (operation.f === 'write') return [key, 1, values.of(operation.input.value), 0, 0];
    const { from, to } = operation.input;
    return [key, 2, values.of(from), values.of(to), completed && operation.output.applied ? 1 : 0];
  });
}

function encodeKv(operations: readonly Operation<KvOps>[]): Uint8Array {
  const keys = new Numbers<string>();
  const texts = new Numbers<string>();
  const words = (operation: Operation<KvOps>): Words => {
    const key = keys.of(operation.input.key);
    switch (operation.f) {
      case 'get':
        return operation.outcome === 'ok' ? [key, 0, 0, 0, texts.of(operation.output.value)] : undefined;
      case 'put':
        return [key, 1, texts.of(operation.input.value), 0, 0];
      case 'append':
        return [key, 2, texts.of(operation.input.value), 0, 0];
      default:
        throw new Error(`peers know no ${operation.f}`);
    }
  };
  // Once to meet all texts, for they are written last.
  for (const operation of operations) words(operation);
  return encode(operations, texts.all, words);
}

function encodeQueue(operations: readonly Operation<QueueOps>[]): Uint8Array {
  return encode(operations, [], (operation) => {
    if (operation.f === 'enqueue') return [0, 0, Number(operation.input.value), 0, 0];
    return [0, 1, 0, 0, operation.outcome === 'ok' ? Number(operation.output.value ?? NOTHING) : 0];
  });
}

function encodeStack(operations: readonly Operation<StackOps>[]): Uint8Array {
  return encode(operations, [], (operation) => {
    if (operation.f === 'push') return [0, 0, Number(operation.input.value), 0, 0];
    return [0, 1, 0, 0, operation.outcome === 'ok' ? Number(operation.output.value ?? NOTHING) : 0];
  });
}

function encode<O extends Operation>(
  operations: readonly O[],
  texts: readonly string[],
  wordsOf: (operation: O) => Words,
): Uint8Array {
  const words = new Int32Array(HEADER_WORDS + OPERATION_WORDS * operations.length);
  let count = 0;
  for (const operation of operations) {
    const some = wordsOf(operation);
    if (some === undefined) continue;
    const end = operation.outcome === 'ok' ? operation.return : OPEN;
    words.set([operation.call, end, ...some], HEADER_WORDS + OPERATION_WORDS * count++);
  }
  words.set([MAGIC, count, texts.length]);
  const used = words.subarray(0, HEADER_WORDS + OPERATION_WORDS * count);
  const encoded = texts.map((text) => {
    const bytes = Buffer.from(text, 'utf8');
    return Buffer.concat([new Uint8Array(Int32Array.of(bytes.length).buffer), bytes]);
  });
  return Buffer.concat([new Uint8Array(used.buffer, used.byteOffset, used.byteLength), ...encoded]);
}
