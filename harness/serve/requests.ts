/** What a page sends to have a run started, checked: it is text from outside like any other. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import type { JobRequest } from './api.ts';
import { isPlainName } from './run-place.ts';

const text = z.string().max(500);
const name = z.string().refine(isPlainName);

const requests = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('test'), options: z.record(text, z.union([text, z.literal(true)])) }),
  z.strictObject({ kind: z.literal('replay'), run: z.strictObject({ test: name, name }) }),
]);

export function jobRequestOf(body: unknown): JobRequest {
  const { data } = requests.safeParse(body);
  if (data !== undefined) return data;
  throw new UserError('expected a test with options by the names of their flags, or a replay of a run of the store');
}
