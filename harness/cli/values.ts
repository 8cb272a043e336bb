/**
 * The values of flags: those typed first, then those of the configuration file. Refuses, in one sentence that says where the
 * value stands, whatever is not what the flag needs.
 */
import { UserError } from '../core/errors.ts';
import type { Config } from './config.ts';

export type Typed = { readonly [flag: string]: unknown };

interface Given {
  readonly value: unknown;
  /** `--nodes`, or `nodes in harness.config.json`. */
  readonly where: string;
}

export class Values {
  readonly #typed: Typed;
  readonly #config: Config | undefined;

  constructor(typed: Typed, config?: Config) {
    this.#typed = typed;
    this.#config = config;
  }

  /** The configuration file that this flag's value comes from, if it does. */
  origin(flag: string): string | undefined {
    return this.#typed[flag] === undefined && this.#config?.values.has(flag) ? this.#config.file : undefined;
  }

  text(flag: string): string | undefined {
    const given = this.#given(flag);
    if (given === undefined) return undefined;
    const { value, where } = given;
    if (Array.isArray(value)) throw new UserError(`${where} was given ${value.length} times: give it once`);
    // A flag without a value reaches us as true.
    if (value === true || value === '') throw new UserError(`${where} needs a value`);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw new UserError(`${where} must be text or a number, got ${JSON.stringify(value)}`);
  }

  number(flag: string): number | undefined {
    const text = this.text(flag);
    if (text === undefined) return undefined;
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
      throw new UserError(`${this.#given(flag)?.where} must be a number, got ${text}`);
    }
    return Number(text);
  }

  isOn(flag: string): boolean {
    return this.#given(flag)?.value === true;
  }

  list(flag: string): readonly string[] {
    const given = this.#given(flag);
    if (given === undefined) return [];
    const values = Array.isArray(given.value) ? given.value : [given.value];
    return values.map((value) => new Values({ [flag]: value }).text(flag) ?? '');
  }

  #given(flag: string): Given | undefined {
    const typed = this.#typed[flag];
    if (typed !== undefined) return { value: typed, where: `--${flag}` };
    if (!this.#config?.values.has(flag)) return undefined;
    return { value: this.#config.values.get(flag), where: `${flag} in ${this.#config.file}` };
  }
}

/** A whole number of at least 1 for flags that no plan checks. */
export function atLeastOne(flag: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new UserError(`--${flag} must be a whole number above 0, got ${value}`);
}
