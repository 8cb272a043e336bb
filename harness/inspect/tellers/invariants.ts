/**
 * Invariants that were broken inside of the cluster, which no client need have seen yet: an election with two winners, a
 * leader without what was committed, replicas that went different ways. The picture is of nodes and of who led when.
 */
import type { StateChange } from '../../../histories/states.ts';
import { type JsonObject, numberOf, objectsOf, textOf } from '../stored-verdicts.ts';
import type { WitnessOperation } from '../story-data.ts';
import type { Case, Teller } from '../telling.ts';
import { at, sentence } from '../words.ts';

interface Broken {
  readonly invariant: string;
  readonly message: string;
  readonly timeNs: number;
  readonly node: string;
}

interface Account {
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Terms whose leaders belong into the picture. */
  readonly terms?: readonly number[];
  /** What is written beside each node. */
  readonly nodes: readonly (readonly [node: string, text: string])[];
}

type Telling = (broken: Broken) => Account | undefined;

export const invariants: Teller = (one) => {
  const [broken, ...others] = objectsOf(one.verdict.witness).flatMap(brokenIn);
  if (broken === undefined) return undefined;
  const known = Object.hasOwn(accounts, broken.invariant) ? accounts[broken.invariant] : undefined;
  const account = known?.(broken) ?? plain(broken);
  const leaders = leadersIn(one, account.terms ?? [], broken);
  const isDrawn = (node: string): boolean => leaders.some(({ process, isCulprit }) => isCulprit && process === node);
  const also = others.slice(0, 3).map(({ invariant, message }) => `${invariant}: ${message}`);
  return {
    headline: account.headline,
    sentences: [
      ...account.sentences,
      ...(also.length === 0 ? [] : [`It did not stay at that. Later: ${also.join('; ')}.`]),
    ],
    witness: [
      ...leaders,
      ...account.nodes.filter(([node]) => !isDrawn(node)).map(([node, text]) => mark(broken, node, text)),
    ],
  };
};

/** By the names that monitors give them. */
const accounts: { readonly [invariant: string]: Telling } = {
  'election safety': (broken) => {
    const [, second, term, first] = /^(\S+) leads term (\d+), which (\S+) won before$/.exec(broken.message) ?? [];
    if (second === undefined || first === undefined || term === undefined) return undefined;
    return {
      headline: `Two leaders in one term: ${second} became leader of term ${term} at ${at(broken.timeNs)}, which ${first} had won before.`,
      sentences: [
        `A term has at most one leader, for a majority has to vote for it and no node votes twice in a term. Two of them hand out the same places of the log for different commands: what clients were told by one is overwritten by the other.`,
        `Some node must have voted twice in term ${term}, or a vote was counted that nobody gave.`,
      ],
      terms: [Number(term)],
      nodes: [[second, `wins term ${term}, too`]],
    };
  },
  'leader completeness': (broken) => {
    const [, node, term, entry, committed] =
      /^(\S+) leads term (\d+) without entry (\d+), which was committed in term (\d+)$/.exec(broken.message) ?? [];
    if (node === undefined) return undefined;
    return {
      headline: `A leader without what was committed: ${node} became leader of term ${term} at ${at(broken.timeNs)} and lacks entry ${entry}, committed in term ${committed}.`,
      sentences: [
        'An entry is committed when a majority has it, and clients have been told so. Whoever is elected needs the votes of a majority, and one of those has the entry and must not vote for a node that lacks it.',
        `The new leader makes the others agree with its own log: what was acknowledged is about to be lost.`,
      ],
      terms: [Number(committed), Number(term)],
      nodes: [[node, `leads term ${term} without entry ${entry}`]],
    };
  },
  'log matching': (broken) => ({
    headline: `Two logs that should be the same are not: ${broken.message}, at ${at(broken.timeNs)}.`,
    sentences: [
      'Two entries with the same index and term are the same command, and so is everything before them. From here on, replicas carry out different commands.',
    ],
    nodes: [[broken.node, 'has another entry there']],
  }),
  'state machine safety': (broken) => ({
    headline: `Two replicas carried out different commands at the same place of the log: ${broken.message}, at ${at(broken.timeNs)}.`,
    sentences: [
      'What a node has applied, clients may have been told of. Another node applied something else in its place, so that the two answer differently from now on.',
    ],
    nodes: [[broken.node, 'applies another command']],
  }),
  'leader append-only': (broken) => ({
    headline: `A leader took back its own log: ${broken.message}, at ${at(broken.timeNs)}.`,
    sentences: ['A leader only ever appends. What it deletes it may have told to others, and to clients.'],
    nodes: [[broken.node, 'deletes entries while it leads']],
  }),
  'replicas agree': (broken) => {
    const [, one, other, entry] =
      /^(\S+) and (\S+) have both applied the log up to entry (\d+)/.exec(broken.message) ?? [];
    if (one === undefined || other === undefined) return undefined;
    return {
      headline: `Two replicas did the same and came out different: ${one} and ${other} both applied the log up to entry ${entry}, and hold different states at ${at(broken.timeNs)}.`,
      sentences: [
        'What an entry does may depend on nothing but the entries before it: not on a clock, nor on anything else that a node has by itself. A lock that is free on one replica is held on the other.',
      ],
      nodes: [
        [one, `state after entry ${entry}`],
        [other, `another state after entry ${entry}`],
      ],
    };
  },
  'a version names one write': (broken) => {
    const [, node, value, version, key, first, before] =
      /^(\S+) gives (.+) the version (\(.+\)) of key (.+), which (\S+) gave (.+)$/.exec(broken.message) ?? [];
    if (node === undefined) return undefined;
    return {
      headline: `One version for two writes: ${node} gave ${value} the version ${version} of key ${key}, which ${first} had given to ${before}.`,
      sentences: [
        `Replicas tell which value is newer by its version alone. With two values of one version some keep ${before} and others ${value}, each sure to be up to date, and nothing will make them agree (at ${at(broken.timeNs)}).`,
      ],
      nodes: [[node, `version ${version} again`]],
    };
  },
};

function plain({ invariant, message, timeNs, node }: Broken): Account {
  return {
    headline: `${sentence(invariant)} is broken at ${at(timeNs)}: ${message}.`,
    sentences: ['This is a rule that the target itself promises to keep after every step.'],
    nodes: [[node, `breaks ${invariant}`]],
  };
}

function brokenIn({ invariant, message, timeNs, node }: JsonObject): readonly Broken[] {
  const [named, said, time] = [textOf(invariant), textOf(message), numberOf(timeNs)];
  return named === undefined || said === undefined || time === undefined
    ? []
    : [{ invariant: named, message: said, timeNs: time, node: textOf(node) ?? '?' }];
}

/** The instant of the violation, on the lane of a node. */
function mark({ timeNs }: Broken, node: string, text: string): WitnessOperation {
  return { id: -1, process: node, fromNs: timeNs, toNs: timeNs, text, isCulprit: true };
}

/** From when until when anybody led one of these terms. */
function leadersIn({ states = [] }: Case, terms: readonly number[], { timeNs }: Broken): readonly WitnessOperation[] {
  const bars: WitnessOperation[] = [];
  for (const node of new Set(states.map((state) => state.node))) {
    const own = states.filter((state) => state.node === node);
    own.forEach((state, index) => {
      if (!leads(state, terms)) return;
      const before = own[index - 1];
      if (before !== undefined && leads(before, terms) && before.term === state.term) return;
      const end = own.slice(index).find((later) => !leads(later, terms) || later.term !== state.term);
      const isCulprit = state.time === timeNs;
      bars.push({
        id: -1,
        process: node,
        fromNs: state.time,
        toNs: end?.time ?? Math.max(timeNs, state.time),
        text: `leads term ${state.term}`,
        isCulprit,
        kind: 'leading',
      });
    });
  }
  return bars;
}

const leads = ({ up, primary, term }: StateChange, terms: readonly number[]): boolean =>
  up && primary === true && term !== undefined && terms.includes(term);
