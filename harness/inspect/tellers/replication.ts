/**
 * What became of a replicated key: the writes that matter, and what each replica held when it was asked in the end. The
 * picture has a lane for each replica beside those of the clients.
 */
import type { Json } from '../../core/json.ts';
import type { Attempt } from '../attempts.ts';
import { shownAs } from '../objects/object.ts';
import { type JsonObject, listOf, numberOf, objectOf, objectsOf, textOf } from '../stored-verdicts.ts';
import type { WitnessOperation } from '../story-data.ts';
import type { Case, Teller } from '../telling.ts';
import { at, lasting, listed, valueText } from '../words.ts';

export const convergence: Teller = (one) => {
  const state = finalState(one);
  const { key, replicas, inquiry } = state;
  if (replicas.length === 0) return undefined;
  const last = one.attempts.findLast((attempt) => isWrite(attempt, key) && attempt.outcome === 'ok');
  const quiet =
    last === undefined || inquiry === undefined
      ? ''
      : ` ${lasting(inquiry.fromNs - last.toNs)} after the last write to it`;
  return {
    headline: `The replicas of key ${key} never came to agree: ${held(replicas)}.`,
    sentences: [
      `They were asked${quiet}, with all faults healed. By then the replicas of a key have to hold the same, and whoever reads now gets one answer or another, depending on which of them is asked.`,
      'Whatever was to carry the newest value to the one that lacks it (read repair, hints, anti-entropy) did not.',
    ],
    witness: heldAndMissed(one, state),
  };
};

export const acknowledgedWrites: Teller = (one) => {
  const state = finalState(one);
  const { key, replicas } = state;
  const write = attemptOf(one, objectOf(objectOf(one.verdict.witness).write).op);
  if (write === undefined) return undefined;
  const wasRemoval = write.f === 'remove';
  return {
    headline: wasRemoval
      ? `The removed key ${key} came back: its removal was acknowledged to client ${write.process}, and in the end it holds ${values(replicas)}.`
      : `The write of ${valueText(write.input.value)} to key ${key} is lost: client ${write.process} was told that it is done, and no replica has it or anything newer.`,
    sentences: [
      `It was acknowledged at ${at(write.toNs)}. In the end, after all faults were healed, the replicas were asked: ${held(replicas)}.`,
      wasRemoval
        ? 'What is there is older than the removal: some replica had missed it, and nothing was left to say that the key is gone.'
        : 'What they hold is older by its version than the acknowledged write. What a client was told is done must not be undone.',
    ],
    witness: heldAndMissed(one, state, write),
  };
};

export const siblings: Teller = (one) => {
  const state = finalState(one);
  const { key, replicas } = state;
  const write = attemptOf(one, objectOf(objectOf(one.verdict.witness).write).op);
  if (write === undefined) return undefined;
  return {
    headline: `The write of ${valueText(write.input.value)} to key ${key} vanished: client ${write.process} was told that it is done, and nobody who had seen it replaced it.`,
    sentences: [
      `It was acknowledged at ${at(write.toNs)}. In the end the replicas were asked: ${held(replicas)}.`,
      'With version vectors a value may go only when a client that had read it writes to the key. Two writes that do not know of each other have to be kept side by side, as siblings, for somebody to merge.',
    ],
    witness: heldAndMissed(one, state, write),
  };
};

export const lastWrite: Teller = (one) => {
  const { key, replicas, inquiry } = finalState(one);
  const stored = objectOf(one.verdict.witness);
  const kept = attemptOf(one, objectOf(stored.kept).op);
  const lost = attemptOf(one, objectOf(stored.lost).op);
  if (kept === undefined || lost === undefined) return undefined;
  const what = lost.f === 'remove' ? 'a later removal of it' : `the later write of ${valueText(lost.input.value)}`;
  return {
    headline: `Key ${key} ends with ${valueText(kept.input.value)} although ${what} was acknowledged: the later one is lost.`,
    sentences: [
      `The write of ${valueText(kept.input.value)} had returned at ${at(kept.toNs)}, ${lasting(lost.fromNs - kept.toNs)} before the other was even begun, at ${at(lost.fromNs)}.`,
      'The store compares versions, and the earlier write has the greater one: its clock, or its count, ran ahead of the other.',
    ],
    witness: [
      ...[kept, lost].map((attempt) => shownAs(attempt, words, attempt === lost, key)),
      ...replicaBars(replicas, inquiry),
    ],
  };
};

interface Replica {
  readonly node: string;
  readonly values: readonly Json[];
}

interface FinalState {
  readonly key: string;
  readonly replicas: readonly Replica[];
  /** When they were asked. */
  readonly inquiry: Attempt | undefined;
}

function finalState(one: Case): FinalState {
  const { key, states } = objectOf(one.verdict.witness);
  const replicas = objectsOf(states).map(({ node, found }) => ({
    node: textOf(node) ?? '?',
    values: objectsOf(found).map(({ value }) => value ?? null),
  }));
  const inquiry = one.attempts.findLast(
    ({ f, input, outcome }) => f === 'replicas' && outcome === 'ok' && input.key === key,
  );
  return { key: keyText(key), replicas, inquiry };
}

const keyText = (key: Json | undefined): string => (typeof key === 'string' ? key : JSON.stringify(key ?? null));

function held(replicas: readonly Replica[]): string {
  return listed(replicas.map(({ node, values: all }) => `${node} has ${valuesText(all)}`));
}

const values = (replicas: readonly Replica[]): string => {
  const different = [...new Set(replicas.flatMap((replica) => replica.values))].filter((value) => value !== null);
  return different.length === 0 ? 'nothing' : listed(different.map(valueText));
};

function valuesText(all: readonly Json[]): string {
  return all.length === 0 ? 'nothing' : listed(all.map((value) => (value === null ? 'a removal' : valueText(value))));
}

/** The writes of what the replicas hold, the one that is missed, and what each replica said. */
function heldAndMissed(
  one: Case,
  { key, replicas, inquiry }: FinalState,
  missed?: Attempt,
): readonly WitnessOperation[] {
  const found = replicas.flatMap((replica) => replica.values);
  const kept = one.attempts.filter(
    (attempt) => isWrite(attempt, key) && found.some((value) => value !== null && value === attempt.input.value),
  );
  const shown = [...new Set([...kept, ...(missed === undefined ? [] : [missed])])].sort((a, b) => a.id - b.id);
  return [
    ...shown.map((attempt) => shownAs(attempt, words, attempt === missed, key)),
    ...replicaBars(replicas, inquiry),
  ];
}

function replicaBars(replicas: readonly Replica[], inquiry: Attempt | undefined): readonly WitnessOperation[] {
  if (inquiry === undefined) return [];
  return replicas.map(({ node, values: all }) => ({
    id: inquiry.id,
    process: node,
    fromNs: inquiry.fromNs,
    toNs: inquiry.toNs,
    text: `has ${valuesText(all)}`,
    isCulprit: false,
    kind: 'replica',
  }));
}

const isWrite = ({ f, input }: Attempt, key: string): boolean =>
  (f === 'put' || f === 'remove') && keyText(input.key) === key;

function attemptOf({ attempts }: Case, op: Json | undefined): Attempt | undefined {
  const id = numberOf(op);
  return id === undefined ? undefined : attempts.find((attempt) => attempt.id === id);
}

const words = {
  text({ f, input, output, outcome }: Attempt): string {
    const what = f === 'put' ? `put ${valueText(input.value)}` : f;
    if (outcome !== 'ok') return `${what} (${outcome === 'info' ? 'outcome unknown' : 'failed'})`;
    return `${what}${version(output)}`;
  },
};

function version(output: JsonObject | undefined): string {
  const [counter, actor] = listOf(output?.stamp);
  return counter === undefined ? '' : `, version ${valueText(counter)}@${valueText(actor)}`;
}
