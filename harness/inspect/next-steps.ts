/** What to do with a run next, as lines that can be pasted into a shell. */
import { relative } from 'node:path';
import type { OpenedRun } from '../../histories/index.ts';
import { objectOf, type StoredVerdict, textOf } from './stored-verdicts.ts';
import type { Step, Story } from './story-data.ts';

export function nextSteps(
  run: OpenedRun,
  verdict: Story['verdict'],
  others: readonly StoredVerdict[],
): readonly Step[] {
  const path = quoted(nearest(run.path));
  const replay = textOf(objectOf(run.results).replay);
  const isBad = verdict === false;
  return [
    { what: 'Replay it', command: `npx harness replay ${path}` },
    ...(replay === undefined
      ? []
      : [{ what: isBad ? 'The same from its seed' : 'Run the same plan', command: replay }]),
    ...(isBad ? [{ what: 'Shrink it as far as it still fails', command: `npx harness shrink ${path}` }] : []),
    { what: 'See it as a page', command: `npx harness report ${path}` },
    ...(verdict === 'none' || verdict === 'unknown'
      ? [{ what: 'Judge it again', command: `npx harness check ${path}` }]
      : []),
    ...others.map(({ checker }) => ({
      what: `What ${checker} has to say`,
      command: `npx harness inspect ${path} --checker ${checker}`,
    })),
  ];
}

/** Relative to where the reader is, if that is shorter. */
function nearest(path: string): string {
  const from = relative(process.cwd(), path);
  return from !== '' && from.length < path.length ? from : path;
}

/** As a shell reads it back. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
