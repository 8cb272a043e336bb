/** The story of a run in which nothing wrong was found: because nothing was, because nobody can say, or because it was cut off. */

import { nsToMs } from '../core/time.ts';
import { count, duration, number } from '../report/wording.ts';
import { attemptsOf } from './attempts.ts';
import { faultsOf } from './faults.ts';
import type { LeftBehind } from './left-behind.ts';
import type { StoredVerdict } from './stored-verdicts.ts';
import type { Story } from './story-data.ts';
import type { Telling } from './telling.ts';
import { sentence } from './words.ts';

interface Uneventful {
  readonly verdict: Story['verdict'];
  /** The one that was asked for, or the first. */
  readonly chosen: StoredVerdict | undefined;
  readonly verdicts: readonly StoredVerdict[];
  readonly left: LeftBehind;
}

export function uneventful({ verdict, chosen, verdicts, left }: Uneventful): Telling {
  const [headline, ...sentences] = linesOf(verdict, chosen, verdicts);
  return { headline, sentences: [...sentences, ...done(left)], witness: [] };
}

function linesOf(
  verdict: Story['verdict'],
  chosen: StoredVerdict | undefined,
  verdicts: readonly StoredVerdict[],
): [headline: string, ...sentences: string[]] {
  if (verdict === 'none') {
    return [
      'The run was cut off before its verdict: nobody has judged what it recorded.',
      'It was killed, or it is still going on.',
    ];
  }
  if (chosen === undefined) return ['The run has a verdict, but not one of its checkers is on record.'];
  if (chosen.valid === 'unknown') {
    const others = verdicts.filter((other) => other.valid === 'unknown' && other !== chosen);
    return [
      `Nobody can say whether the run is valid: ${chosen.because ?? `${chosen.checker} came to no verdict.`}`,
      'That is no pass: a run in which something was not tried, or could not be decided, proves nothing about it.',
      ...others.map(
        ({ checker, because }) => `${sentence(checker)} cannot say either: ${because ?? 'it gives no reason.'}`,
      ),
    ];
  }
  const passed = verdicts.filter(({ valid }) => valid === true).length;
  if (verdict === true) return [`Nothing wrong was found: all ${passed} checkers passed.`];
  return [`${sentence(chosen.checker)} found nothing wrong.`];
}

/** What happened, for a pass in which nothing did would be none. */
function done({ history }: LeftBehind): readonly string[] {
  if (history.length === 0) return [];
  const attempts = attemptsOf(history);
  const of = (outcome: string): number => attempts.filter((attempt) => attempt.outcome === outcome).length;
  const faults = faultsOf(history).length;
  return [
    `Clients tried ${number(attempts.length)} operations in ${duration(nsToMs(history.at(-1)?.time ?? 0))}: ${number(of('ok'))} succeeded, ${number(of('fail'))} failed, and of ${number(of('info'))} nobody knows. ${faults === 0 ? 'There were no faults.' : `The nemesis brought about ${count(faults, 'faults')}.`}`,
  ];
}
