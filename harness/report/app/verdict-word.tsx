/** A verdict as a badge: the word says it, the colour repeats it. */
import type { Validity } from '../../../checkers/checker.ts';

export function VerdictWord({ valid }: { readonly valid: Validity | 'none' }) {
  const [word, name] =
    valid === true
      ? (['valid', 'valid'] as const)
      : valid === false
        ? (['invalid', 'invalid'] as const)
        : valid === 'unknown'
          ? (['unknown', 'unknown'] as const)
          : (['no verdict', 'unknown'] as const);
  return <span class={`verdict ${name}`}>{word}</span>;
}
