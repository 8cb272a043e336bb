/**
 * Names of keys, classes and operations as text, for all models. What must tell values apart is built by putting strings
 * together, since it is done once for every operation of a history; the number 1 and the text "1" always stay apart.
 */
import type { Keyed } from '../../histories/ops/key.ts';

export type Scalar = number | string | null;

/** Unlike for unlike values, even where several stand one behind the other with a blank between them. */
export function tag(value: Scalar): string {
  if (typeof value === 'string') return `${value.length}"${value}`;
  return value === null ? '-' : String(value);
}

/** The part of a history that an operation belongs to, where all operations on one key do. */
export function partitionByKey({ input }: { readonly input: Keyed }): string {
  return input.key === undefined ? '' : scalarText(input.key);
}

/** The same, where each element of an object, or each of its answers, can be judged by itself. */
export function partitionByElement(key: Keyed['key'], element: number | string): string {
  return key === undefined ? scalarText(element) : `${scalarText(key)}: ${scalarText(element)}`;
}

/** As JSON; a number is known to need no escaping. */
export function scalarText(value: Scalar): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** `f key words -> result`, or `-> ?` where nobody knows. An empty result is left out. */
export function describeOperation(
  { f, input, outcome }: { readonly f: string; readonly input: Keyed; readonly outcome: 'ok' | 'info' },
  words: string,
  result: string,
): string {
  const what = [f, input.key, words].filter((word) => word !== undefined && word !== '').join(' ');
  if (outcome === 'info') return `${what} -> ?`;
  return result === '' ? what : `${what} -> ${result}`;
}

/** The elements of a container; of long ones the ends, where they differ. */
export function describeElements(elements: readonly Scalar[]): string {
  const texts =
    elements.length <= 12
      ? elements.map(scalarText)
      : [
          ...elements.slice(0, 6).map(scalarText),
          `... ${elements.length - 12} more ...`,
          ...elements.slice(-6).map(scalarText),
        ];
  return `[${texts.join(' ')}]`;
}
