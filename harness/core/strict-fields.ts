/** Objects in files that users write: of these fields and no others; a name that is nearly one of them is told. */
import { z } from 'zod';
import { didYouMean } from './nearest.ts';

export function strictFields<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `expected fields: ${known.join(', ')}`;
      const [unknown = ''] = issue.keys as string[];
      return `unknown field ${unknown}${didYouMean(unknown, known)}; known here are: ${known.join(', ')}`;
    },
  });
}
