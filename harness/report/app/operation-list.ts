/** Operations as the checkers have them, out of the columns; and in words. */
import { type AnyModel, modelFor } from '../../../checkers/models/index.ts';
import type { Operation } from '../../../histories/op.ts';
import type { Json } from '../../core/json.ts';
import type { Attempt } from '../../inspect/attempts.ts';
import { wordsFor } from '../../inspect/objects/index.ts';
import type { ObjectWords } from '../../inspect/objects/object.ts';
import { objectOf } from '../../inspect/stored-verdicts.ts';
import { KINDS } from '../html/data.ts';
import type { Operations, OperationValues } from '../html/operations.ts';
import type { Run } from './blocks.ts';

export class OperationList {
  readonly operations: Operations;
  readonly model: AnyModel | undefined;
  /** By function, for those that no model describes. */
  readonly #words: readonly (ObjectWords | undefined)[];
  readonly #values: OperationValues;
  readonly #texts = new Map<number, string>();

  static async of({ report, operations, values }: Run): Promise<OperationList | undefined> {
    const all = await values();
    return operations && all && new OperationList(operations, all, modelNamed(report.model));
  }

  private constructor(operations: Operations, values: OperationValues, model: AnyModel | undefined) {
    this.operations = operations;
    this.#values = values;
    const isKnown = operations.fs.every((f) => model?.fs.includes(f));
    this.model = isKnown ? model : undefined;
    const ofEachKind = operations.fs.map((_, f) => this.#attempt(operations.f.indexOf(f)));
    // Where nobody has words for all of them, those of one kind may have some.
    this.#words = ofEachKind.map((one) => wordsFor(ofEachKind) ?? wordsFor([one]));
  }

  #attempt(at: number): Attempt {
    const { input, ...operation } = this.operation(at);
    const outcome = this.outcome(at);
    return {
      ...operation,
      input: objectOf(input),
      output: operation.outcome === 'ok' ? objectOf(operation.output) : undefined,
      outcome: outcome === 'invoke' ? 'info' : outcome,
      error: this.error(at),
      fromNs: operation.callTime,
      toNs: operation.returnTime,
    };
  }

  outcome(at: number): (typeof KINDS)[number] {
    return KINDS[this.operations.kind[at] ?? 0] ?? 'invoke';
  }

  error(at: number): string | undefined {
    return this.#values.errors[at];
  }

  operation(at: number): Operation {
    const { operations } = this;
    const output = this.#values.outputs[at];
    const shared = {
      id: operations.id[at] ?? 0,
      process: operations.process[at] ?? 0,
      f: operations.fs[operations.f[at] ?? 0] ?? '',
      input: JSON.parse(this.#values.inputs[at] ?? 'null') as Json,
      call: operations.callAt[at] ?? 0,
      callTime: operations.callNs[at] ?? 0,
    };
    if (output === undefined) {
      const open = Number.POSITIVE_INFINITY;
      return { ...shared, return: open, returnTime: open, outcome: 'info' };
    }
    return {
      ...shared,
      return: operations.endAt[at] ?? 0,
      returnTime: operations.endNs[at] ?? 0,
      outcome: 'ok',
      output: JSON.parse(output) as Json,
    };
  }

  text(at: number): string {
    const known = this.#texts.get(at);
    if (known !== undefined) return known;
    const text = this.#textOf(at);
    this.#texts.set(at, text);
    return text;
  }

  #textOf(at: number): string {
    const operation = this.operation(at);
    try {
      if (this.model !== undefined) return this.model.describe(operation);
    } catch {
      // What a model cannot put into words is told as it stands in the history.
    }
    const said = this.#words[this.operations.f[at] ?? 0]?.text(this.#attempt(at));
    if (said !== undefined) return said;
    const input = JSON.stringify(operation.input);
    return operation.outcome === 'ok' && JSON.stringify(operation.output) !== input
      ? `${operation.f} ${input} -> ${JSON.stringify(operation.output)}`
      : `${operation.f} ${input}`;
  }
}

function modelNamed(name: string | undefined): AnyModel | undefined {
  try {
    return name === undefined ? undefined : modelFor(name);
  } catch {
    return undefined;
  }
}

export const OUTCOME_WORDS: Readonly<Record<(typeof KINDS)[number], string>> = {
  ok: 'succeeded',
  fail: 'failed: it did not happen',
  info: 'outcome unknown: it may have happened at any time since, or never',
  invoke: 'never answered: it may have happened at any time since, or never',
};
