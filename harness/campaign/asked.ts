/**
 * What somebody asks of a campaign, by flags or in a file: the same words mean the same in both. Its shape is checked here,
 * its names in entries.ts.
 */
import { z } from 'zod';
import { strictFields } from '../core/strict-fields.ts';

const whole = (low: number, what: string) => z.int(`expected ${what}`).min(low, `expected ${what}`);
const positive = (what: string) => z.number(`expected ${what}`).positive(`expected ${what}`);

/** `raft`, `raft, locks` or a list. */
const words = z
  .union([z.string(), z.array(z.string())], { error: 'expected a name, or a list of names' })
  .transform((given) =>
    (typeof given === 'string' ? given.split(',') : given).map((word) => word.trim()).filter((word) => word !== ''),
  );
/** Read by parseAmount, as if it had been typed. */
const amount = z
  .union([z.number(), z.string(), z.array(z.number()).min(1)], {
    error: 'expected a number, a list such as [3, 5], or a range such as 3..7',
  })
  .transform((given) => (Array.isArray(given) ? given.join(',') : String(given)));
const value = z.union([z.string(), z.number()], { error: 'expected text or a number' });
const values = z
  .union([value, z.array(value).min(1)], { error: 'expected a value of the setting, or a list of them' })
  .transform((given) => (Array.isArray(given) ? given : [given]));

const entry = strictFields({
  target: words.optional(),
  workload: words.optional(),
  settings: z.record(z.string(), values, 'expected settings by name').optional(),
  env: words.optional(),
  fabric: z.string('expected the name of a fabric').optional(),
  nemesis: words.optional(),
  bug: words.optional(),
  nodes: amount.optional(),
  concurrency: amount.optional(),
  rate: amount.optional(),
  'time-limit': amount.optional(),
  'nemesis-interval': amount.optional(),
  'key-count': amount.optional(),
  'ops-per-key': amount.optional(),
  'op-timeout': amount.optional(),
  share: positive('a number above 0').optional(),
  runs: whole(1, 'a whole number above 0').optional(),
});

export const askedSchema = strictFields({
  name: z
    .string('expected a name')
    .regex(/^[\w.-]+$/, 'expected a name of letters, digits, dots and dashes')
    .optional(),
  seed: whole(0, 'a whole number').optional(),
  minutes: positive('a number of minutes above 0').optional(),
  runs: whole(1, 'a whole number above 0').optional(),
  entries: z.array(entry, 'expected a list of entries').min(1, 'expected at least one entry'),
});

export type Asked = z.infer<typeof askedSchema>;
export type AskedEntry = Asked['entries'][number];
