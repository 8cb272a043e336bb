/**
 * Reads a run for its report. Files that are missing or damaged cost the parts that they are for, and a sentence that
 * says so; nothing here judges anything.
 */
import type { MessageLog } from '../../../histories/codecs/messages.ts';
import { type OpenedRun, RUN_VERSION } from '../../../histories/index.ts';
import type { Op } from '../../../histories/op.ts';
import { UserError } from '../../core/errors.ts';
import { numberOf, objectOf, storedVerdicts, textOf } from '../../inspect/stored-verdicts.ts';
import { storyOf } from '../../inspect/story.ts';
import { workloads } from '../../workloads/index.ts';
import type { AnyWorkload } from '../../workloads/workload.ts';
import { count } from '../wording.ts';
import type { Report } from './data.ts';
import { faultBands } from './faults.ts';
import { nodeLanes } from './lanes.ts';

export interface Gathered {
  readonly report: Report;
  readonly history: readonly Op[];
  readonly messages: MessageLog | undefined;
}

export function gathered(run: OpenedRun): Gathered {
  const notes: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notes.push(sentence(error.message));
      return undefined;
    }
  };
  const decoded = attempt(() => run.history());
  notes.push(...(decoded?.warnings ?? []).map(sentence));
  const history = decoded?.history ?? [];
  const changes = attempt(() => run.states()) ?? [];
  const messages = attempt(() => run.messages());
  const story = storyOf(run);
  const { version } = run.plan;
  if (version !== RUN_VERSION) {
    const whose = `The run is of version ${JSON.stringify(version) ?? 'none'}, and this harness makes version ${RUN_VERSION}`;
    notes.push(`${whose}: what its files mean may have changed.`);
  }
  if (decoded !== undefined && history.length === 0) notes.push('The history is empty: nothing was recorded.');
  if (changes.length === 0) notes.push('What became of the nodes was not kept: their roles and clocks are not shown.');
  const endNs = Math.max(1, history.at(-1)?.time ?? 0, changes.at(-1)?.time ?? 0, messages?.sentNs.at(-1) ?? 0);
  return {
    report: {
      run: `${run.test}/${run.name}`,
      summary: planSentence(run.plan),
      plan: run.plan,
      replay: textOf(objectOf(run.results).replay),
      story,
      verdicts: storedVerdicts(run.results).map(({ checker, valid, because, evidence }) => ({
        checker,
        valid,
        because,
        evidence,
      })),
      notes: [...new Set([...story.missing.map(sentence), ...notes])],
      endNs,
      model: modelOf(run),
      faults: faultBands(history, endNs),
      nodes: nodeLanes(changes, endNs),
      operations: undefined,
      messages: undefined,
    },
    history,
    messages,
  };
}

/** The model that the run was judged by, or that its workload would be. */
function modelOf({ plan, results }: OpenedRun): string | undefined {
  const judgement = storedVerdicts(results).find(({ checker }) => checker === 'linearizable');
  const judgedBy = textOf(judgement?.evidence.model);
  const known: { readonly [name: string]: AnyWorkload } = workloads;
  const workload = textOf(plan.workload) ?? '';
  return judgedBy ?? (Object.hasOwn(known, workload) ? known[workload]?.model : undefined);
}

/** From the plan as it stands in the file: it may be of another version, or edited. */
function planSentence(plan: OpenedRun['plan']): string {
  const [target, workload, env, bug] = [plan.target, plan.workload, plan.env, plan.bug].map(textOf);
  const counted = (value: number | undefined, noun: string): string | undefined =>
    value === undefined ? undefined : count(value, noun);
  const seconds = numberOf(plan.timeLimitSeconds);
  return [
    target,
    workload && `workload ${workload}`,
    env && `environment ${env}`,
    `seed ${numberOf(plan.seed) ?? 'unknown'}`,
    ...Object.entries(objectOf(plan.settings)).map(([name, value]) => `${name} ${String(value)}`),
    bug && `planted bug ${bug}`,
    `nemesis ${textOf(plan.nemesis) ?? 'unknown'}`,
    counted(numberOf(plan.nodes), 'nodes'),
    counted(numberOf(plan.concurrency), 'clients'),
    counted(numberOf(plan.rate), 'operations/s'),
    seconds === undefined ? undefined : `${seconds} s`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** Errors are said without a stop, as they come behind a colon elsewhere. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
