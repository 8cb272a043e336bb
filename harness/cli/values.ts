/**
 * The values of flags: those typed first, then those of the configuration file. Refuses, in one sentence that says where the
 * value stands, whatever is not what the flag needs.
 */
import { UserError } from '../core/errors.ts';
import type { Config } from './config.ts';

/** By flag: text, true for a flag without a value, a list of those for one that was typed again. */
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

  /** Whether a configuration file was found, whatever it says. */
  get isConfigured(): boolean {
    return this.#config !== undefined;
  }

  /** The configuration file that this flag's value comes from, if it does. */
  origin(flag: string): Config | undefined {
    return this.#typed[flag] === undefined && this.#config?.values.has(flag) ? this.#config : undefined;
  }

  text(flag: string): string | undefined {
    const given = this.#given(flag);
    return given === undefined ? undefined : textOf(given);
  }

  number(flag: string): number | undefined {
    const given = this.#given(flag);
    if (given === undefined) return undefined;
    const text = textOf(given);
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(number)) throw new UserError(`${given.where} must be a number, got ${text}`);
    if (Number.isFinite(number)) return number;
    throw new UserError(`${given.where} must be a number that is not that large, got ${text}`);
  }

  /** For flags that no plan checks. */
  wholeNumber(flag: string, { low, high = Number.MAX_SAFE_INTEGER }: { low: number; high?: number }) {
    const number = this.number(flag);
    if (number === undefined || (Number.isSafeInteger(number) && number >= low && number <= high)) return number;
    throw new UserError(`${this.#given(flag)?.where} must be a whole number from ${low} to ${high}, got ${number}`);
  }

  isOn(flag: string): boolean {
    const given = this.#given(flag);
    if (given === undefined || typeof given.value === 'boolean') return given?.value === true;
    throw new UserError(
      `${given.where} must be true or false, got ${JSON.stringify(given.value) ?? typeof given.value}`,
    );
  }

  list(flag: string): readonly string[] {
    const given = this.#given(flag);
    if (given === undefined) return [];
    const { value, where } = given;
    return (Array.isArray(value) ? value : [value]).map((one) => textOf({ value: one, where }));
  }

  #given(flag: string): Given | undefined {
    const typed = this.#typed[flag];
    if (typed !== undefined) return { value: typed, where: `--${flag}` };
    if (!this.#config?.values.has(flag)) return undefined;
    return { value: this.#config.values.get(flag), where: `${flag} in ${this.#config.file}` };
  }
}

function textOf({ value, where }: Given): string {
  const isTyped = where.startsWith('--');
  if (isTyped && Array.isArray(value)) throw new UserError(`${where} was given ${value.length} times: give it once`);
  if (value === '' || (isTyped && value === true)) throw new UserError(`${where} needs a value`);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new UserError(`${where} must be text or a number, got ${JSON.stringify(value) ?? typeof value}`);
}
