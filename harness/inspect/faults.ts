/**
 * The faults of a history as intervals, in plain words: who could not hear whom, who stood still, whose clock was wrong.
 * Decisions of nemeses that are unknown here are named and not explained.
 */
import type { Op } from '../../histories/op.ts';
import type { Json } from '../core/json.ts';
import { duration, number } from '../report/wording.ts';
import { type JsonObject, listOf, numberOf, objectOf, textOf } from './stored-verdicts.ts';
import { listed } from './words.ts';

export interface Fault {
  /** The full name of who decided: `partition:primaries`. */
  readonly nemesis: string;
  readonly fromNs: number;
  /** Infinity if nothing records its end. */
  readonly toNs: number;
  /** `n3 is cut off from n1 and n2`. */
  readonly text: string;
  /** `the partition is healed`. */
  readonly over: string;
}

/** In the order of their beginnings; a partition that changes its shape is one after another. */
export function faultsOf(history: readonly Op[]): readonly Fault[] {
  const faults: Fault[] = [];
  const inForce = new Map<string, number>();
  const end = (nemesis: string, timeNs: number): void => {
    const at = inForce.get(nemesis);
    const fault = at === undefined ? undefined : faults[at];
    if (at !== undefined && fault !== undefined) faults[at] = { ...fault, toNs: timeNs };
    inForce.delete(nemesis);
  };
  for (const op of history) {
    if (op.process !== 'nemesis') continue;
    const { nemesis, decision, bites } = objectOf(op.value);
    if (op.f === 'heal-all') for (const name of [...inForce.keys()]) end(name, op.time);
    const name = textOf(nemesis);
    // Each has two events; the second says what came of it.
    if (name === undefined || bites === undefined) continue;
    if (/^(?:start|change|stop|heal)-/.test(op.f)) end(name, op.time);
    if (!/^(?:start|change)-/.test(op.f)) continue;
    inForce.set(name, faults.length);
    faults.push({
      nemesis: name,
      fromNs: op.time,
      toNs: Number.POSITIVE_INFINITY,
      ...wordsOf(name, objectOf(decision)),
    });
  }
  return faults;
}

function wordsOf(nemesis: string, decision: JsonObject): Pick<Fault, 'text' | 'over'> {
  const [family = nemesis] = nemesis.split(':');
  const known = Object.hasOwn(families, family) ? families[family] : undefined;
  const text = known?.begins(decision) ?? `${nemesis} is at work`;
  return { text, over: known?.ends(decision) ?? `${nemesis} is over` };
}

interface FaultWords {
  begins(decision: JsonObject): string | undefined;
  ends(decision: JsonObject): string;
}

const families: { readonly [family: string]: FaultWords } = {
  partition: { begins: ({ grudge }) => cutWords(objectOf(grudge)), ends: () => 'everybody hears everybody again' },
  pause: {
    begins: ({ nodes }) => who(nodes, 'stands still', 'stand still'),
    ends: ({ nodes }) => who(nodes, 'goes on', 'go on'),
  },
  kill: {
    begins: ({ nodes }) => who(nodes, 'is killed', 'are killed'),
    ends: ({ nodes }) => who(nodes, 'is started again', 'are started again'),
  },
  clock: {
    begins: clockWords,
    ends: ({ nodes }) => who(nodes, 'has the right time again', 'have the right time again'),
  },
  packet: {
    begins: ({ fault, nodes, effect }) => packetWords(textOf(fault), namesIn(nodes), objectOf(effect)),
    ends: () => 'messages arrive as they should again',
  },
  disk: {
    begins: ({ fault, nodes, delayMs }) => diskWords(textOf(fault), nodes, numberOf(delayMs)),
    ends: ({ fault, nodes }) =>
      /^(?:lose-unsynced|torn-write)$/.test(textOf(fault) ?? '')
        ? who(nodes, 'has power again', 'have power again')
        : who(nodes, 'has a good disk again', 'have good disks again'),
  },
};

/** Groups that do not hear each other; where that is no matter of groups, who does not hear whom. */
function cutWords(grudge: JsonObject): string {
  const deaf = new Map(Object.entries(grudge).map(([node, senders]) => [node, namesIn(senders)]));
  const nodes = [...new Set([...deaf].flatMap(([node, senders]) => [node, ...senders]))].sort();
  const hears = (node: string, sender: string): boolean => !(deaf.get(node) ?? []).includes(sender);
  if (nodes.every((node) => nodes.every((other) => hears(node, other)))) return 'nobody is cut off from anybody';
  const groups: string[][] = [];
  for (const node of nodes) {
    const own = groups.find((group) => group.every((other) => hears(node, other) && hears(other, node)));
    if (own === undefined) groups.push([node]);
    else own.push(node);
  }
  const isSplit = groups.every((group) =>
    group.every((node) =>
      nodes.every((other) => group.includes(other) || (!hears(node, other) && !hears(other, node))),
    ),
  );
  const [small = [], large = [], ...more] = [...groups].sort((a, b) => a.length - b.length);
  if (isSplit && more.length === 0)
    return `${listed(small)} ${small.length === 1 ? 'is' : 'are'} cut off from ${listed(large)}`;
  if (isSplit)
    return `these do not hear each other: ${[small, large, ...more].map((group) => group.join(' ')).join(' | ')}`;
  return [...deaf]
    .filter(([, senders]) => senders.length > 0)
    .map(([node, senders]) => `${node} does not hear ${listed(senders)}`)
    .join('; ');
}

function clockWords(decision: JsonObject): string | undefined {
  const { fault, nodes, ppm, deltaMs, periodMs } = decision;
  const of = (amounts: Json | undefined, node: string): number => numberOf(objectOf(amounts)[node]) ?? 0;
  const told = namesIn(nodes).map((node) => {
    if (fault === 'drift')
      return `${node}'s clock runs ${percent(Math.abs(of(ppm, node)) / 10_000)} ${of(ppm, node) < 0 ? 'slow' : 'fast'}`;
    const off = of(deltaMs, node);
    const far = `${duration(Math.abs(off))} ${off < 0 ? 'back' : 'ahead'}`;
    return fault === 'strobe'
      ? `${node}'s clock flips ${far} and back every ${duration(of(periodMs, node))}`
      : `${node}'s clock jumps ${far}`;
  });
  return told.length === 0 ? undefined : told.join(', ');
}

function packetWords(fault: string | undefined, nodes: readonly string[], effect: JsonObject): string | undefined {
  const share = (value: Json | undefined): string => percent((numberOf(value) ?? 0) * 100);
  const what: { readonly [fault: string]: string } = {
    delay: `are ${duration(numberOf(effect.delayMs) ?? 0)} late and more`,
    loss: `are lost, ${share(effect.loss)} of them`,
    duplicate: `come twice, ${share(effect.duplicate)} of them`,
    reorder: `are overtaken, ${share(effect.reorder)} of them`,
  };
  return fault === undefined || !Object.hasOwn(what, fault)
    ? undefined
    : `messages to and from ${listed(nodes)} ${what[fault]}`;
}

function diskWords(fault: string | undefined, nodes: Json | undefined, delayMs = 0): string | undefined {
  switch (fault) {
    case 'lose-unsynced':
      return who(nodes, 'loses power, and what it had not synced', 'lose power, and what they had not synced');
    case 'torn-write':
      return who(nodes, 'loses power in the middle of a write', 'lose power in the middle of a write');
    case 'slow-sync':
      return who(nodes, `syncs ${duration(delayMs)} slower`, `sync ${duration(delayMs)} slower`);
    case 'fail-sync':
      return who(nodes, 'fails to sync now and then', 'fail to sync now and then');
    case 'full':
      return who(nodes, 'has a full disk', 'have full disks');
    default:
      return undefined;
  }
}

function who(nodes: Json | undefined, one: string, many: string): string {
  const names = namesIn(nodes);
  return `${listed(names)} ${names.length === 1 ? one : many}`;
}

const percent = (share: number): string => `${number(Number(share.toPrecision(2)))} %`;
const namesIn = (nodes: Json | undefined): readonly string[] =>
  listOf(nodes).filter((node): node is string => typeof node === 'string');
