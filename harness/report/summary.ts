/**
 * The summary of one run, as `harness test` prints it: the verdict first, then why, then what happened, and last how to
 * do it again. Pure: a result in, text out.
 */
import { dirname, relative } from 'node:path';
import { DEFAULT_STORE } from '../../histories/store.ts';
import type { TestPlan } from '../plan.ts';
import { sizeOf } from '../reproduction/size.ts';
import type { TestResult } from '../runner/result.ts';
import type { StepTaken } from '../runner/steps.ts';
import { chosenSettings } from '../settings.ts';
import { availabilityLine, latencyTable, operationTable } from './clients.ts';
import { clusterLine, nemesisLines } from './faults.ts';
import { labelled, labelledCommand, labelledPath, paragraph } from './layout.ts';
import { levelLine } from './levels.ts';
import { problems } from './problems.ts';
import { reproductionLines, sizeWords } from './reproduction.ts';
import { type Canvas, verdictWord } from './style.ts';
import { count, duration, number, speed } from './wording.ts';

export function summary(result: TestResult, canvas: Canvas, { hasReport = false } = {}): string {
  const { availability, consistency } = result.checkers;
  const blocks = [
    headline(result, canvas),
    ...problems(result.checkers, canvas),
    operationTable(result, canvas),
    latencyTable(availability, canvas),
    lines(
      levelLine(consistency, canvas),
      availabilityLine(availability, canvas),
      nemesisLines(result, canvas),
      clusterLine(result, canvas),
    ),
    reproductionLines(result, canvas),
    lines(
      labelled('Speed', speedOf(result), canvas),
      result.steps === undefined ? undefined : labelled('Deployment', stepsOf(result.steps), canvas),
      result.run === null ? undefined : labelledPath('Stored', result.run, canvas),
      hasReport ? labelled('Report', 'report.html, in that directory', canvas) : undefined,
      result.valid === true || result.run === null
        ? undefined
        : labelledCommand('Explain', inspectLine(result.run), canvas),
      labelledCommand('Replay', result.replay, canvas),
    ),
  ];
  return blocks.filter((block) => block !== undefined).join('\n\n');
}

function headline(result: TestResult, canvas: Canvas): string {
  const { plan, valid, interrupted, checkers, virtualMs } = result;
  const passed = Object.values(checkers).filter((verdict) => verdict.valid === true).length;
  const all = Object.keys(checkers).length;
  const verdict = `${verdictWord(valid, canvas.style)}  ${passed === all ? `all ${all}` : `${passed} of ${all}`} checkers passed`;
  const limitMs = plan.timeLimitSeconds * 1000;
  const when = `after ${duration(virtualMs)} of ${duration(limitMs)}`;
  const early = interrupted
    ? `, interrupted ${when}: judged on what there is`
    : plan.failFast && virtualMs < limitMs
      ? `, ended at the first violation, ${when}`
      : '';
  return lines(paragraph(`${verdict}${early}`, canvas.width), paragraph(planWords(plan), canvas.width));
}

export function planWords(plan: TestPlan, seeds = `seed ${plan.seed}`): string {
  return [
    `${plan.target}, workload ${plan.workload}, environment ${environmentWords(plan)}, ${seeds}`,
    ...chosenSettings(plan).map(([name, value]) => `${name} ${value}`),
    ...(plan.bug === null ? [] : [`planted bug ${plan.bug}`]),
    ...(plan.reproduction === undefined ? drawnWords(plan) : [sizeWords(sizeOf(plan.reproduction))]),
  ].join(', ');
}

const drawnWords = ({ nodes, concurrency, rate, timeLimitSeconds }: TestPlan): readonly string[] => [
  count(nodes, 'nodes'),
  count(concurrency, 'clients'),
  `${number(rate)} operations/s for ${number(timeLimitSeconds)} s`,
];

const environmentWords = ({ env, fabric }: TestPlan): string =>
  fabric === undefined ? env : `${env} (fabric ${fabric})`;

const stepsOf = (steps: readonly StepTaken[]): string =>
  steps.map(({ title, ms }) => `${title} ${duration(ms)}`).join(', ');

function speedOf({ virtualMs, wallMs }: TestResult): string {
  return `${duration(virtualMs)} of the run's time in ${duration(wallMs)}: ${speed(virtualMs, wallMs)} real time`;
}

function lines(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('\n');
}

/** The run that has just been made is the latest of its store. */
function inspectLine(run: string): string {
  const isHere = dirname(dirname(relative(process.cwd(), run))) === DEFAULT_STORE;
  return `npx harness inspect${isHere ? '' : ` ${run}`}`;
}
