/**
 * Claims that were on trial: a table of what was expected and what came of how many runs, then each claim in words, with
 * the variant that it is about, what shows it, and the line that runs it again.
 */
import { listed } from '../../checkers/consistency/verdict.ts';
import { targetNamed } from '../names.ts';
import type { TestPlan } from '../plan.ts';
import type { Finding, TriedClaim } from '../runner/trial.ts';
import { changedSettings } from '../settings.ts';
import { type Column, fittingTable } from './fitting-table.ts';
import { commandLine, paragraph } from './layout.ts';
import type { Canvas } from './style.ts';
import { witnessLines } from './witness.ts';
import { count, duration, number } from './wording.ts';

export interface Trials {
  /** Claims that were to be tried, and seeds for each. */
  readonly all: number;
  readonly seeds: number;
  readonly wallMs: number;
}

export function verdictsReport(tried: readonly TriedClaim[], trials: Trials, canvas: Canvas): string {
  return [
    ...(tried.length === 0 ? [] : [verdictTable(tried, canvas)]),
    ...tried.map((claim) => claimLines(claim, canvas)),
    tally(tried, trials, canvas),
  ].join('\n\n');
}

/** What a narrow terminal does without, the least telling first. */
const DISPENSABLE = ['valid', 'unknown', 'seed', 'invalid', 'expected'];

function verdictTable(tried: readonly TriedClaim[], canvas: Canvas): string {
  const columns: readonly Column<TriedClaim>[] = [
    ['claim', 'left', ({ name }) => name],
    ['expected', 'left', ({ expected }) => expected],
    ['observed', 'left', (claim) => observedWord(claim, canvas)],
    ['valid', 'right', ({ valid }) => number(valid)],
    ['invalid', 'right', ({ invalid }) => number(invalid)],
    ['unknown', 'right', ({ unknown }) => number(unknown)],
    ['seed', 'right', ({ seed }) => (seed === null ? '-' : String(seed))],
  ];
  return fittingTable(columns, tried, DISPENSABLE, canvas);
}

function observedWord({ observed, asExpected }: TriedClaim, { style }: Canvas): string {
  return asExpected ? style.green(observed) : style.red(observed);
}

function claimLines(tried: TriedClaim, canvas: Canvas): string {
  const { name, claim, shown, replay } = tried;
  const { style, width } = canvas;
  const held = levelWords(tried);
  return [
    `${style.bold(name)}${tried.asExpected ? '' : style.red('  not as expected')}`,
    paragraph(claim, width, 2),
    paragraph(`${variantWords(tried.plan)}: ${outcomeWords(tried)}`, width, 2),
    ...(held === undefined ? [] : [paragraph(held, width, 2)]),
    ...(shown === null ? [] : [paragraph(`seed ${shown.seed}, ${shown.checker}: ${shown.verdict.because}`, width, 4)]),
    ...(shown?.verdict.valid === false ? witnessLines(shown.verdict.witness, canvas, 4) : []),
    style.cyan(commandLine(replay, width, 2)),
  ].join('\n');
}

/** `raft, workload register, nemesis all, consistency strong`. */
export function variantWords({ target, workload, nemesis, bug, settings }: TestPlan): string {
  return [
    target,
    `workload ${workload}`,
    `nemesis ${nemesis}`,
    ...(bug === null ? [] : [`planted bug ${bug}`]),
    ...changedSettings(targetNamed(target), settings).map(([name, value]) => `${name} ${value}`),
  ].join(', ');
}

const FINDINGS: { readonly [finding in Finding]: (tried: TriedClaim) => string } = {
  holds: ({ runs }) => `holds in all ${count(runs, 'runs')}`,
  violated: ({ runs, invalid, seed }) =>
    `violated in ${number(invalid)} of ${count(runs, 'runs')}, first at seed ${seed}`,
  otherwise: ({ runs, invalid, checker }) =>
    `invalid in ${number(invalid)} of ${count(runs, 'runs')}, but never by the checker ${checker}`,
  unknown: ({ runs, unknown, valid }) =>
    unknown === 0
      ? `valid in ${number(valid)} of ${count(runs, 'runs')}`
      : `unknown in ${number(unknown)} of ${count(runs, 'runs')}, which is not a pass`,
};

/** Of a store that is not linearizable, what it is. */
function levelWords({ levels, runs }: TriedClaim): string | undefined {
  if (levels === null || levels.includes('linearizable')) return undefined;
  const all = `all ${count(runs, 'runs')}`;
  return levels.length === 0
    ? `no level of consistency held in ${all}`
    : `its registers were ${listed(levels)} in ${all}`;
}

const outcomeWords = (tried: TriedClaim): string => FINDINGS[tried.observed](tried);

function tally(tried: readonly TriedClaim[], { all, seeds, wallMs }: Trials, { style, width }: Canvas): string {
  const different = tried.filter(({ asExpected }) => !asExpected).map(({ name }) => name);
  const kept = tried.length - different.length;
  const rest = all > tried.length ? `; interrupted before the other ${number(all - tried.length)}` : '';
  const but = different.length === 0 ? '' : `; not as expected: ${different.join(', ')}`;
  const text =
    `${number(kept)} of ${count(tried.length, 'claims')} as expected, ` +
    `with ${count(seeds, 'seeds')} each, in ${duration(wallMs)}${but}${rest}`;
  return paragraph(style.bold(kept === all ? style.green(text) : style.red(text)), width);
}
