/**
 * JSON values in few bytes: the numbers of a value apart from its shape (`{"key":#,"value":#}`), of which a history has few,
 * and each number as its difference to the one that stood there before. Runs in browsers, too.
 */
import type { Reader, Writer } from '../../../histories/codecs/messages.ts';
import type { Json } from '../../core/json.ts';

/** Larger ones stay in the shape: their differences would not be exact. */
const LARGEST = 2 ** 50;

export class ValueWriter {
  readonly #shapes = new Map<string, number>();
  readonly #last: number[][] = [];
  readonly #bytes: Writer;

  constructor(bytes: Writer) {
    this.#bytes = bytes;
  }

  get shapes(): readonly string[] {
    return [...this.#shapes.keys()];
  }

  write(value: Json): void {
    const numbers: number[] = [];
    const shape = this.#numberOf(shapeOf(value, numbers));
    this.#bytes.varint(shape);
    const last = this.#last[shape] ?? [];
    numbers.forEach((number, slot) => {
      this.#bytes.varint(zigzag(number - (last[slot] ?? 0)));
    });
    this.#last[shape] = numbers;
  }

  #numberOf(shape: string): number {
    const known = this.#shapes.get(shape);
    if (known !== undefined) return known;
    this.#shapes.set(shape, this.#shapes.size);
    return this.#shapes.size - 1;
  }
}

export class ValueReader {
  readonly #parts: readonly (readonly string[])[];
  readonly #last: number[][] = [];
  readonly #bytes: Reader;

  constructor(bytes: Reader, shapes: readonly string[]) {
    this.#bytes = bytes;
    this.#parts = shapes.map(partsOf);
  }

  /** The next value, as JSON. */
  read(): string {
    const shape = this.#bytes.varint();
    const [first = '', ...rest] = this.#parts[shape] ?? [];
    const last = this.#last[shape] ?? [];
    const numbers = rest.map((_, slot) => (last[slot] ?? 0) + unzigzag(this.#bytes.varint()));
    this.#last[shape] = numbers;
    return rest.reduce((text, part, slot) => `${text}${numbers[slot]}${part}`, first);
  }
}

function shapeOf(value: Json | undefined, numbers: number[]): string {
  if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < LARGEST) {
    numbers.push(value);
    return '#';
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item: Json) => shapeOf(item, numbers)).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${shapeOf(field, numbers)}`).join(',')}}`;
}

/** What stands around the numbers; a # within a text is none. */
function partsOf(shape: string): string[] {
  const parts = [''];
  for (const [token] of shape.matchAll(/"(?:[^"\\]|\\.)*"|#|[^"#]+/g)) {
    if (token === '#') parts.push('');
    else parts.push((parts.pop() ?? '') + token);
  }
  return parts;
}

const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number): number => (n % 2 === 0 ? n / 2 : -(n + 1) / 2);
