/**
 * Reads a reproduction out of JSON that may have been edited, or be of another time. Refuses in one sentence that says
 * which field is wrong; whether its events still apply only a run can tell.
 */
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import {
  DURATIONS,
  FATES,
  type Failure,
  type MessageEvent,
  REPRODUCTION_VERSION,
  type Reproduction,
  type ScriptedFault,
  type ScriptedOperation,
  type Timing,
} from './reproduction.ts';

/** `file` is for the sentence. */
export function reproductionIn(json: Json, file: string): Reproduction {
  const fields = new Fields(json, `${file}: reproduction`);
  const version = fields.number('version');
  if (version !== REPRODUCTION_VERSION) {
    throw new UserError(
      `${file}: expected a reproduction of version ${REPRODUCTION_VERSION}, got ${version}; ` +
        'replay it with the version of the harness that made it, or shrink its run again',
    );
  }
  const healAtMs = fields.optionalTime('healAtMs');
  return {
    version: REPRODUCTION_VERSION,
    failure: failureIn(fields.part('failure')),
    nodes: fields.list('nodes').map((node) => node.asText()),
    timing: timingIn(fields.part('timing')),
    operations: fields.list('operations').map(operationIn),
    faults: fields.list('faults').map(faultIn),
    messages: fields.list('messages').map(messageIn),
    ...(healAtMs === undefined ? {} : { healAtMs }),
    untilMs: fields.time('untilMs'),
  };
}

const failureIn = (fields: Fields): Failure => {
  return { checker: fields.text('checker'), shape: fields.text('shape'), because: fields.text('because') };
};

const timingIn = (fields: Fields): Timing => {
  return { messages: fields.one('messages', DURATIONS), syncs: fields.one('syncs', DURATIONS) };
};

function operationIn(fields: Fields): ScriptedOperation {
  return {
    atMs: fields.time('atMs'),
    client: fields.count('client'),
    contact: fields.text('contact'),
    f: fields.text('f'),
    value: fields.json('value'),
  };
}

function faultIn(fields: Fields): ScriptedFault {
  return { atMs: fields.time('atMs'), f: fields.text('f'), value: fields.json('value') };
}

function messageIn(fields: Fields): MessageEvent {
  const name = fields.optionalText('name');
  const delayMs = fields.optionalTime('delayMs');
  return {
    afterMs: fields.time('afterMs'),
    from: fields.text('from'),
    to: fields.text('to'),
    ...(name === undefined ? {} : { name }),
    fate: fields.one('fate', FATES),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
}

/** A JSON value that knows where it stands. */
class Fields {
  readonly #json: Json | undefined;
  readonly #where: string;

  constructor(json: Json | undefined, where: string) {
    this.#json = json;
    this.#where = where;
  }

  part(name: string): Fields {
    const json = this.#json;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw this.#refusal('an object');
    return new Fields((json as { readonly [name: string]: Json | undefined })[name], `${this.#where}.${name}`);
  }

  list(name: string): readonly Fields[] {
    const part = this.part(name);
    if (!Array.isArray(part.#json)) throw part.#refusal('a list');
    return (part.#json as readonly Json[]).map((one, index) => new Fields(one, `${part.#where}[${index}]`));
  }

  asText(): string {
    if (typeof this.#json !== 'string') throw this.#refusal('text');
    return this.#json;
  }

  text(name: string): string {
    return this.part(name).asText();
  }

  optionalText(name: string): string | undefined {
    const part = this.part(name);
    return part.#json === undefined ? undefined : part.asText();
  }

  json(name: string): Json {
    const part = this.part(name);
    if (part.#json === undefined) throw part.#refusal('a value');
    return part.#json;
  }

  number(name: string): number {
    const part = this.part(name);
    if (typeof part.#json !== 'number') throw part.#refusal('a number');
    return part.#json;
  }

  /** In milliseconds; above, the nanoseconds of a run are no longer exact. */
  time(name: string): number {
    const ms = this.number(name);
    if (ms >= 0 && ms <= 1e9) return ms;
    throw this.part(name).#refusal('milliseconds from 0 to 1e9');
  }

  optionalTime(name: string): number | undefined {
    return this.part(name).#json === undefined ? undefined : this.time(name);
  }

  count(name: string): number {
    const number = this.number(name);
    if (Number.isSafeInteger(number) && number >= 0 && number < 1_000_000) return number;
    throw this.part(name).#refusal('a whole number from 0 to 999999');
  }

  one<T extends string>(name: string, known: readonly T[]): T {
    const text = this.text(name);
    const found = known.find((value) => value === text);
    if (found === undefined) throw this.part(name).#refusal(known.join(' or '));
    return found;
  }

  #refusal(expected: string): UserError {
    return new UserError(`${this.#where}: expected ${expected}, got ${JSON.stringify(this.#json) ?? 'nothing'}`);
  }
}
