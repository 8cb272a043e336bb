/**
 * Puts in the place of what chance does to messages (a bad link, drawn latencies) the few messages that it matters for:
 * looks what became of each message, writes that down, and takes away from it again. It is kept if it is the smaller.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import { targetNamed } from '../../names.ts';
import { runTest } from '../../runner/run.ts';
import { ddmin } from '../ddmin.ts';
import { LATENCY_NS } from '../message-script.ts';
import { type MessageEvent, msOf, type ScriptedFault } from '../reproduction.ts';
import type { Scripted, Search } from '../search.ts';

/** More of them are no explanation; then what stood there before is better. */
const MOST_MESSAGES = 6;
/** While other things are still being taken away, the rest of them may go with these. */
const MOST_FOR_NOW = 40;
/** More are too many to begin with. */
const MOST_CANDIDATES = 600;

/** In place of drawn times: what was not to be had with constant ones may be had with a few exceptions. */
export async function writtenTiming(search: Search): Promise<void> {
  if (search.reproduction.timing.messages === 'drawn') await written(search, MOST_FOR_NOW);
}

/** In place of bad links, too. */
export async function writtenLuck(search: Search): Promise<void> {
  const { faults, timing } = search.reproduction;
  if (timing.messages === 'drawn' || faults.some(isByChance)) await written(search, MOST_MESSAGES);
}

async function written(search: Search, most: number): Promise<void> {
  const { best, result, reproduction } = search;
  const messages = await fatesIn(best);
  if (messages.length > MOST_CANDIDATES) return;
  const faults = reproduction.faults.filter((fault) => !isByChance(fault));
  const all = [...reproduction.messages, ...messages];
  const timing = { ...reproduction.timing, messages: 'constant' } as const;
  // Nearly the same run; with another seed it would be another one, for which these messages mean nothing.
  if (!(await search.try({ faults, messages: all, timing }, { patience: 0 }))) return;
  await ddmin(search.reproduction.messages, (rest) => search.try({ messages: rest }, { patience: 0 }));
  if (search.reproduction.messages.length > most) search.return({ best, result });
}

/** Whether a fault leaves to chance which messages it befalls. */
function isByChance(fault: ScriptedFault): boolean {
  return fault.f.endsWith('-packet');
}

interface Sent {
  readonly timeNs: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly name: string | undefined;
  readonly arrivedNs: number[];
  isLost: boolean;
}

async function fatesIn(plan: Scripted): Promise<MessageEvent[]> {
  const program = targetNamed(plan.target).run({ bug: plan.bug ?? undefined, settings: plan.settings });
  const sent: Sent[] = [];
  await runTest(plan, {
    store: null,
    observer: {
      sent(timeNs, number, from, to, bytes) {
        const name = program.kind === 'program' ? program.messageName?.(bytes) : undefined;
        sent[number] = { timeNs, from, to, name, arrivedNs: [], isLost: false };
      },
      delivered: (timeNs, number) => sent[number]?.arrivedNs.push(timeNs),
      dropped(_timeNs, number, why) {
        const message = sent[number];
        if (message !== undefined && why === 'loss') message.isLost = true;
      },
      state: () => undefined,
    },
  });
  return sent.flatMap(fateOf);
}

function fateOf({ timeNs, from, to, name, arrivedNs, isLost }: Sent): MessageEvent[] {
  const link = { afterMs: msOf(timeNs), from, to, ...(name === undefined ? {} : { name }) };
  if (isLost) return [{ ...link, fate: 'drop' }];
  const [first, second] = arrivedNs;
  if (first === undefined) return [];
  const delayMs = msOf(first - timeNs - LATENCY_NS);
  const delay = delayMs > 0 ? { delayMs } : {};
  if (second !== undefined) return [{ ...link, fate: 'duplicate', ...delay }];
  return delayMs > 0 ? [{ ...link, fate: 'delay', delayMs }] : [];
}
