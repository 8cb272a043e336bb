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
  const isReproduction = run.plan.reproduction !== undefined;
  // Only what repeats to the instant can be made smaller, and what is as small as it gets cannot.
  const canShrink = isBad && run.plan.env === 'sim' && !isReproduction;
  return [
    { what: 'Replay it', command: `npx harness replay ${path}` },
    ...(replay === undefined ? [] : [{ what: sameAgain(isBad, isReproduction), command: replay }]),
    ...(canShrink ? [{ what: 'Shrink it as far as it still fails', command: `npx harness shrink ${path}` }] : []),
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

function sameAgain(isBad: boolean, isReproduction: boolean): string {
  if (isReproduction) return 'The same from its file';
  return isBad ? 'The same from its seed' : 'Run the same plan';
}

/** Relative to where the reader is, if that is shorter. */
function nearest(path: string): string {
  const from = relative(process.cwd(), path);
  return from !== '' && from.length < path.length ? from : path;
}

/** As a shell reads it back. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
