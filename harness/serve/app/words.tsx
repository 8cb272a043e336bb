/** Small pieces that all views use: the badge of a verdict, instants, what came of a request. */
import type { ComponentChildren } from 'preact';
import type { RunRow, RunVerdict } from '../api.ts';

export { count, duration, number } from '../../report/wording.ts';

const WORDS: { readonly [verdict in RunVerdict]: string } = {
  valid: 'valid',
  invalid: 'invalid',
  unknown: 'unknown',
  none: 'no verdict',
  unreadable: 'unreadable',
};

/** The word says it, the colour repeats it. */
export function Badge({ verdict }: { readonly verdict: RunVerdict }) {
  return <span class={`verdict ${verdict}`}>{WORDS[verdict]}</span>;
}

/** `21 Nov 2026, 22:21:57`, where the reader is. */
export function Started({ row: { startedAt, name } }: { readonly row: RunRow }) {
  const time = startedAt === undefined ? undefined : new Date(startedAt);
  if (time === undefined || Number.isNaN(time.getTime())) return <>{name}</>;
  const text = time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  return <time dateTime={startedAt}>{text}</time>;
}

export const titleOf = ({ target, workload, test }: RunRow): string =>
  target === undefined || workload === undefined ? test : `${target}, ${workload}`;

/** What else a plan says, where it is not the usual. */
export function remarksOn({ env, nodes, isInterrupted }: RunRow): string {
  const parts = [env, nodes === undefined ? undefined : `${nodes} nodes`, isInterrupted ? 'interrupted' : undefined];
  return parts.filter((part) => part !== undefined).join(', ');
}

export function Problem({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="problem" role="alert">
      {children}
    </p>
  );
}
