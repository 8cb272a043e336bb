/**
 * A command: what is typed after `harness`. One file each in commands/, listed in main.ts. A command declares its flags
 * as data, gets their values, and answers with the exit code.
 */
import type { Json } from '../core/json.ts';
import type { Canvas } from '../report/style.ts';
import type { Flags } from './flag.ts';
import type { Io } from './io.ts';
import type { Values } from './values.ts';

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** At most one, and a required one says what to do if it is missing. */
  readonly positional?: Positional;
  readonly flags: Flags;
  /** A command line without `harness <name>`, and what it is good for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[];
  run(input: Input, session: Session): Promise<number>;
}

export interface Positional {
  readonly name: string;
  readonly describe: string;
  /** Set if it is required: one sentence for those who leave it out. */
  readonly ifMissing?: string;
  values?(): readonly string[];
}

export interface Input {
  readonly positional: string | undefined;
  readonly values: Values;
}

/** What a command talks to. */
export interface Session extends Canvas {
  readonly io: Io;
  readonly isJson: boolean;
  /** A line, or a block of lines, for people; nothing with --json. */
  print(text: string): void;
  /** The one object for machines; nothing without --json. */
  printJson(value: Json): void;
  /** A remark beside the result, on stderr in either case. */
  warn(text: string): void;
}
