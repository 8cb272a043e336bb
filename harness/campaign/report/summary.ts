/** What came of a campaign, on one screen: what ran and how much, what failed and how to see it again, what was never reached. */
import { labelled, labelledCommand, labelledPath, paragraph, table } from '../../report/layout.ts';
import { type Canvas, verdictWord } from '../../report/style.ts';
import { count, duration, number, speed } from '../../report/wording.ts';
import type { Campaign } from '../campaign.ts';
import { type Failing, type Totals, verdictOf } from '../totals.ts';

export interface Finding {
  readonly failing: Failing;
  readonly replay: string;
  /** Where the run is kept. */
  readonly run: string | null;
  readonly shrunk: string | null;
  readonly regression: string | null;
}

export interface Told {
  readonly campaign: Campaign;
  readonly totals: Totals;
  readonly findings: readonly Finding[];
  readonly refusals: readonly (readonly [env: string, because: string])[];
  readonly directory: string;
  readonly interrupted: boolean;
}

export function campaignSummary(told: Told, canvas: Canvas): string {
  const { totals, campaign, directory, interrupted } = told;
  const resume = `npx harness campaign --resume ${directory}`;
  return [
    headline(told, canvas),
    '',
    labelled('Runs', runsText(totals), canvas),
    labelled(
      'Faults',
      `${number(totals.faults)} injected, ${count(totals.operations, 'operations')} by clients`,
      canvas,
    ),
    labelled('Time', timeText(totals), canvas),
    ...(campaign.entries.some(({ bugs }) => bugs.length > 0) ? [labelled('Bugs', plantedText(totals), canvas)] : []),
    ...(totals.coverage.all === 0 ? [] : [labelled('Coverage', coverageText(totals), canvas)]),
    ...neverText(told).map((text) => labelled('Never', text, canvas)),
    ...told.refusals.map(([env, because]) => labelled('Not done', `${env}: ${because}`, canvas)),
    ...failures(told, canvas),
    '',
    labelledPath('Stored', directory, canvas),
    ...(interrupted ? [labelledCommand('Go on', resume, canvas)] : []),
  ].join('\n');
}

function headline({ totals, campaign, interrupted }: Told, { style, width }: Canvas): string {
  const verdict = verdictOf(totals);
  const word = verdict === 'crash' ? style.bold(style.red('CRASHED')) : verdictWord(verdict, style);
  const { index, of } = campaign.shard;
  const shard = of === 1 ? '' : `, shard ${index} of ${of}`;
  const so = interrupted ? ', interrupted' : '';
  return paragraph(
    `${word}  campaign ${campaign.name}, seed ${campaign.seed}${shard}${so}: ${count(totals.runs, 'runs')}`,
    width,
  );
}

function runsText({ outcomes, environments, targets, idleEnvironments }: Totals): string {
  const { idle, ...others } = outcomes;
  const parts = Object.entries(others).flatMap(([outcome, n]) => (n === 0 ? [] : [`${number(n)} ${outcome}`]));
  const spared = idle === 0 ? '' : `, ${number(idle)} undecided in part, for want of an occasion`;
  const where = Object.entries(environments).map(([env, n]) => `${number(n)} in ${env}`);
  const nothing = idleEnvironments.map((env) => `nothing in ${env}`);
  const what = Object.entries(targets).map(([target, { runs }]) => `${target} ${number(runs)}`);
  const groups = [[...where, ...nothing], what].map((group) => group.join(', ')).filter((group) => group !== '');
  return [`${parts.join(', ') || 'none'}${spared}`, ...groups].join('; ');
}

function timeText({ virtualMs, elapsedMs, cpuMs, runs, targets }: Totals): string {
  const perSecond = `${(elapsedMs === 0 ? 0 : runs / (elapsedMs / 1000)).toFixed(1)} runs a second`;
  const time = `${duration(virtualMs)} in the runs, in ${duration(elapsedMs)}`;
  // Real time goes by as fast as it does.
  if (cpuMs === 0) return `${time}: ${perSecond}`;
  const simulatedMs = Object.values(targets).reduce((sum, target) => sum + target.virtualMs, 0);
  const fast = `${speed(virtualMs, elapsedMs)} real time, ${speed(simulatedMs, cpuMs)} on each core`;
  return `${time}: ${fast}, ${perSecond}`;
}

const MOST_LISTED = 8;

function plantedText({ planted }: Totals): string {
  const found = planted.filter((one) => one.found > 0);
  const missing = planted.filter((one) => one.found === 0);
  const slowest = [...found].sort((a, b) => (b.firstAfter ?? 0) - (a.firstAfter ?? 0))[0];
  const rest =
    missing.length === 0
      ? ''
      : `; not found: ${listed(missing.map(({ bug, runs }) => `${bug} (${count(runs, 'runs')})`))}`;
  const slow =
    slowest === undefined ? '' : `, the slowest after ${count(slowest.firstAfter ?? 0, 'runs')} (${slowest.bug})`;
  return `${number(found.length)} of ${number(planted.length)} planted bugs found${slow}${rest}`;
}

function coverageText({ coverage }: Totals): string {
  return `${number(coverage.reached)} of ${number(coverage.all)} situations reached, ${number(coverage.pairs)} with a fault in force`;
}

function neverText({ totals }: Told): readonly string[] {
  const never = totals.coverage.situations.filter(({ runs }) => runs === 0);
  const situations = never.map(({ target, name }) => `${name} (${target})`);
  const toothless = totals.toothless.map((family) => `${family} hurt anybody`);
  const all = [...situations, ...toothless];
  return all.length === 0 ? [] : [listed(all)];
}

function listed(texts: readonly string[]): string {
  const rest = texts.length - MOST_LISTED;
  return [...texts.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

const MOST_FAILURES = 5;

function failures({ findings, directory }: Told, canvas: Canvas): readonly string[] {
  const shown = findings.filter(({ failing }) => failing.bug === null).slice(0, MOST_FAILURES);
  const planted = findings.filter(({ failing }) => failing.bug !== null);
  const rest = findings.length - shown.length - planted.length;
  return [
    ...shown.flatMap((finding) => ['', ...findingLines(finding, canvas)]),
    ...(rest > 0 ? ['', paragraph(`${number(rest)} more causes are in ${directory}/summary.json.`, canvas.width)] : []),
    ...(planted.length === 0 ? [] : ['', plantedTable(planted, canvas)]),
  ];
}

function findingLines({ failing, replay, run, shrunk, regression }: Finding, canvas: Canvas): readonly string[] {
  const { outcome, target, checker, because, times, best } = failing;
  const word =
    outcome === 'unknown'
      ? verdictWord('unknown', canvas.style)
      : canvas.style.bold(canvas.style.red(outcome.toUpperCase()));
  const [sentence = ''] = because.split('\n');
  return [
    paragraph(`${word}  ${target}, ${checker}, ${count(times, 'runs')}: ${sentence}`, canvas.width),
    labelledCommand('  Replay', replay, canvas),
    ...(run === null ? [] : [labelledPath('  Stored', run, canvas)]),
    ...(shrunk === null
      ? outcome === 'invalid' && run !== null && best.lane === 'simulated'
        ? [labelledCommand('  Shrink', `npx harness shrink ${run}`, canvas)]
        : []
      : [labelled('  Shrunk', shrunk, canvas)]),
    ...(regression === null ? [] : [labelledPath('  Commit', regression, canvas)]),
  ];
}

/** Planted bugs are found as they ought to be: a line each. */
function plantedTable(findings: readonly Finding[], canvas: Canvas): string {
  const byBug = new Map<string, Finding>();
  for (const finding of findings) {
    const { target, bug } = finding.failing;
    const key = `${target}/${bug}`;
    const known = byBug.get(key);
    if (known === undefined || finding.failing.best.operations < known.failing.best.operations) byBug.set(key, finding);
  }
  const rows = [...byBug.values()].map(({ failing }) => [
    failing.bug ?? '',
    failing.checker,
    String(failing.best.number),
    number(failing.best.operations),
  ]);
  return table(
    ['bug', 'found by', 'smallest: run', 'operations'],
    rows,
    { align: ['left', 'left', 'right', 'right'] },
    canvas,
  );
}
