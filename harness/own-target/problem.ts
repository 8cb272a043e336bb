/** What is wrong with a target file, and where: the way to a field, for whoever has read the file to say in which line it is. */
import { UserError } from '../core/errors.ts';

export type FieldPath = readonly (string | number)[];

export interface Problem {
  readonly path: FieldPath;
  /** After the name of the field: `expected a number, got "x"`. */
  readonly text: string;
  /** The field is one that nobody knows: its name is in the text. */
  readonly isUnknown?: boolean;
}

/** A target file as it was read, whatever it is written in. */
export interface Source {
  /** As messages name it. */
  readonly file: string;
  /** The line of a field, or of the nearest thing around it that is there; undefined if nobody knows. */
  lineOf(path: FieldPath): number | undefined;
}

/** One sentence without a stop, which begins with the place. */
export function refusal(source: Source, { path, text, isUnknown = false }: Problem): UserError {
  const line = source.lineOf(path);
  const place = line === undefined ? source.file : `${source.file}:${line}`;
  const field = isUnknown || path.length === 0 ? '' : `${path.join('.')}: `;
  return new UserError(`${place}: ${field}${text}`);
}

/** What somebody wrote, short enough for a sentence. */
export function excerptOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
