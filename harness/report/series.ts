/** Many runs, drawn: a few lines for each that did not pass, and a tally. */
import type { Validity } from '../../checkers/checker.ts';
import type { TestPlan } from '../plan.ts';
import { labelled, labelledCommand, labelledPath, paragraph } from './layout.ts';
import { type Canvas, verdictWord } from './style.ts';
import { planWords } from './summary.ts';
import { count, duration, number, speed } from './wording.ts';

/** A run that is not valid, or that the harness itself did not survive. */
export type SeriesFailure = {
  readonly seed: number;
  readonly outcome: 'invalid' | 'unknown' | 'crashed';
  readonly checker: string | null;
  readonly because: string;
  readonly run: string | null;
  readonly replay: string;
};

export type Series = {
  readonly valid: Validity;
  readonly seed: number;
  readonly testCount: number;
  readonly counts: { valid: number; invalid: number; unknown: number; crashed: number };
  readonly failures: readonly SeriesFailure[];
  readonly virtualMs: number;
  readonly wallMs: number;
  readonly interrupted: boolean;
};

export function failureLines({ seed, outcome, checker, because, run, replay }: SeriesFailure, canvas: Canvas): string {
  const { style, width } = canvas;
  const word =
    outcome === 'crashed'
      ? style.bold(style.red('CRASHED'))
      : verdictWord(outcome === 'invalid' ? false : 'unknown', style);
  const title = paragraph(`${word}  seed ${seed}${checker === null ? '' : `  ${checker}: ${because}`}`, width);
  return [
    title,
    // A stack is not wrapped.
    ...(outcome === 'crashed' ? [because] : []),
    ...(run === null ? [] : [labelledPath('  Stored', run, canvas)]),
    labelledCommand('  Replay', replay, canvas),
    '',
  ].join('\n');
}

export function seriesSummary(series: Series, plan: TestPlan, canvas: Canvas): string {
  const { valid, counts, virtualMs, wallMs, testCount, interrupted } = series;
  const done = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const of = interrupted ? `, interrupted after ${number(done)} of ${number(testCount)}` : '';
  const parts = Object.entries(counts).map(([outcome, n]) => `${number(n)} ${outcome}`);
  return [
    paragraph(`${verdictWord(valid, canvas.style)}  ${count(done, 'runs')}: ${parts.join(', ')}${of}`, canvas.width),
    paragraph(planWords(plan, `seeds ${plan.seed} to ${plan.seed + testCount - 1}`), canvas.width),
    '',
    labelled(
      'Speed',
      `${duration(virtualMs)} of the runs' time in ${duration(wallMs)}: ${speed(virtualMs, wallMs)} real time`,
      canvas,
    ),
  ].join('\n');
}
