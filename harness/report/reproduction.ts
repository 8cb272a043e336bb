/** What is said of reproductions: how small one has become, and whether one still fails as it did. */
import type { Shrunk } from '../reproduction/shrink.ts';
import type { Size } from '../reproduction/size.ts';
import type { TestResult } from '../runner/result.ts';
import { labelled, labelledCommand, labelledPath, paragraph, table } from './layout.ts';
import type { Canvas } from './style.ts';
import { count, number } from './wording.ts';

/** In place of rates and limits, which say nothing of what is written down. */
export function sizeWords({ operations, faults, messages, nodes, clients, seconds }: Size): string {
  const parts = [count(operations, 'operations'), count(faults, 'faults'), count(messages, 'message events')];
  return `a reproduction of ${parts.join(', ')}: ${count(nodes, 'nodes')}, ${count(clients, 'clients')}, ${number(seconds)} s`;
}

/** Undefined where nothing was written down. */
export function reproductionLines({ reproduction, plan }: TestResult, canvas: Canvas): string | undefined {
  if (reproduction === undefined || plan.reproduction === undefined) return undefined;
  const { green, yellow } = canvas.style;
  const { failed, misfits } = reproduction;
  const { checker, shape } = plan.reproduction.failure;
  const failure = `${checker}: ${shape}`;
  if (failed) return labelled('Reproduced', `fails the same way (${failure})`, canvas);
  if (misfits.length === 0)
    return labelled('Reproduced', green(`no: it does not fail so any more (${failure})`), canvas);
  const lines = misfits.map(({ event, why }) => paragraph(`${event}: ${why}`, canvas.width, 4));
  const head =
    'no longer: these events do not apply to the code as it is, so that nobody can say whether the failure is gone';
  return [labelled('Reproduced', yellow(head), canvas), ...lines].join('\n');
}

/** `file`: where it has been written. */
export function shrinkReport(
  shrunk: Shrunk,
  { file, replay }: { file: string; replay: string },
  canvas: Canvas,
): string {
  const { before, after, plan, runs, cutShort, passesWithoutBug } = shrunk;
  const { failure, timing } = plan.reproduction;
  const rows = ROWS.map(([name, of]): string[] => [name, number(of(before)), number(of(after))]);
  const drawn = Object.values(timing).includes('drawn');
  return [
    table(['Reproduction', 'before', 'after'], rows, { align: ['left', 'right', 'right'], isTitled: true }, canvas),
    [
      labelled('Fails as', `${failure.checker}: ${failure.because}`, canvas),
      labelled('Times', drawn ? 'drawn from the seed' : 'constant: no message is fast or slow by chance', canvas),
      ...(passesWithoutBug === undefined ? [] : [labelled('Without bug', withoutBug(passesWithoutBug), canvas)]),
      labelled('Runs', `${number(runs)}${cutShort ? ', and there was more to try: the effort was spent' : ''}`, canvas),
      labelledPath('Written', file, canvas),
      labelledCommand('Replay', replay, canvas),
    ].join('\n'),
  ].join('\n\n');
}

const ROWS: readonly (readonly [name: string, of: (size: Size) => number])[] = [
  ['operations', ({ operations }) => operations],
  ['faults', ({ faults }) => faults],
  ['message events', ({ messages }) => messages],
  ['nodes', ({ nodes }) => nodes],
  ['clients', ({ clients }) => clients],
  ['keys', ({ keys }) => keys],
  ['seconds', ({ seconds }) => Math.round(seconds * 100) / 100],
];

const withoutBug = (passes: boolean): string =>
  passes ? 'passes: the planted bug is what fails' : 'fails as well: it is not the planted bug that fails here';
