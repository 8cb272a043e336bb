/** A campaign's plan as a file: YAML (or JSON, which is YAML too). What is wrong is told with its line. */
import { UserError } from '../core/errors.ts';
import { dataFile } from '../own-target/data-file.ts';
import type { FieldPath } from '../own-target/problem.ts';
import { type Asked, type AskedEntry, askedSchema } from './asked.ts';
import type { PlaceOf } from './entries.ts';

export interface PlanFile {
  readonly asked: Asked;
  placeOf(entry: number): PlaceOf;
}

export function planFile(file: string, text: string): PlanFile {
  const data = dataFile(file, text);
  const place = (path: FieldPath): string => {
    const line = data.lineOf(path);
    return line === undefined ? `${file}: ` : `${file}:${line}: `;
  };
  const parsed = askedSchema.safeParse(data.value ?? {});
  if (!parsed.success) {
    const { issues } = parsed.error;
    // A field that is missing may be there under a name with a slip in it.
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
    const isUnknown = issue?.code === 'unrecognized_keys';
    const where = isUnknown ? [...path, issue.keys[0] ?? ''] : path;
    const field = isUnknown || path.length === 0 ? '' : `${path.join('.')}: `;
    throw new UserError(`${place(where)}${field}${issue?.message ?? 'not the plan of a campaign'}`);
  }
  return {
    asked: parsed.data,
    placeOf: (entry) => (field: keyof AskedEntry | undefined) =>
      place(field === undefined ? ['entries', entry] : ['entries', entry, field]),
  };
}
