/**
 * The random histories. Case i of seed S is the same wherever and whenever it is made: its subject, its operations, and
 * how they are to be checked come from a stream of its own. An object answers at the instant at which an operation takes
 * effect; then a few answers are spoilt, or a few operations are moved, so that legal and illegal ones are both common.
 */
import { type Random, randomOf } from '../../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import { byClients, type Slot, thrown } from './schedule.ts';
import { type AnySubject, type Ask, Values } from './subject.ts';

export interface Case {
  readonly seed: number;
  readonly index: number;
  readonly subject: AnySubject;
  /** Small ones are for brute force, the others for the plain search. */
  readonly isSmall: boolean;
  /** In the order of their calls. */
  readonly operations: readonly Operation[];
  /** For all choices of how to check it. */
  readonly random: Random;
}

const SMALL = { least: 3, most: 8 };
const MEDIUM = { least: 10, most: 60 };
/** One medium history costs as much as a good many small ones. */
const SHARE_OF_MEDIUM = 0.05;
/** Sizes of the domain of values; 0: each is used once. */
const DOMAINS = [0, 0, 0, 1, 2, 2, 3, 4];

export function caseOf(seed: number, index: number, subjects: readonly AnySubject[]): Case {
  const random = randomOf(seed).fork(String(index));
  const subject = subjectOf(index, subjects);
  const isSmall = !random.chance(SHARE_OF_MEDIUM);
  const { least, most } = isSmall ? SMALL : MEDIUM;
  const operations = operationsOf(subject, random, random.between(least, most));
  return { seed, index, subject, isSmall, operations, random };
}

/** They take turns. */
export function subjectOf(index: number, subjects: readonly AnySubject[]): AnySubject {
  const subject = subjects[index % subjects.length];
  if (subject === undefined) throw new RangeError('there is nothing to fuzz');
  return subject;
}

function operationsOf({ model, script, isKeyed }: AnySubject, random: Random, count: number): Operation[] {
  const values = new Values(random, random.pick(DOMAINS));
  const { ask, answers } = script(random, values);
  const weights = new Map(model.fs.map((f) => [f, random.pick(WEIGHTS)]));
  const size = { operations: count, open: random.pick([0, 0, 0.05, 0.15, 0.3]) };
  const slots = random.chance(0.5) ? thrown(random, size) : byClients(random, size);
  const spoil = random.pick([0, 1 / count, 2 / count, 4 / count, 0.5]);
  const hasKeys = isKeyed && random.chance(0.1);

  const states = new Map<string | undefined, unknown>();
  const made: Operation[] = [];
  for (const slot of inOrderOfEffects(slots)) {
    const { f, input: asked } = weighed(ask, weights, random);
    const input = hasKeys ? { key: random.chance(0.5) ? 'x' : 'y', ...(asked as object) } : asked;
    const open = openOperation(slot, f, input);
    const key = model.partition?.(open);
    const state = states.get(key) ?? model.init();
    let operation = open;
    if (!slot.isOpen) {
      const answered = answers(f, input, state).map((output) => completed(slot, f, input, output));
      const right = random.chance(spoil) ? undefined : answered.find((one) => model.step(state, one).length > 0);
      operation = right ?? random.pick(answered);
    }
    made.push(operation);
    if (slot.effect === undefined) continue;
    const after = model.step(state, operation);
    if (after.length > 0) states.set(key, after.length === 1 ? after[0] : random.pick(after));
  }
  const moves = random.chance(0.4) ? random.between(1, 3) : 0;
  for (let move = 0; move < moves; move++) moveOne(made, random);
  return made.sort((a, b) => a.call - b.call);
}

// Written out twice: spreading what they share would cost more than all the rest of a small history.
function openOperation({ id, call }: Slot, f: string, input: unknown): Operation {
  return {
    id,
    process: id,
    f,
    input,
    call,
    return: Infinity,
    callTime: call,
    returnTime: Infinity,
    outcome: 'info',
  } as unknown as Operation;
}

function completed({ id, call, end }: Slot, f: string, input: unknown, output: unknown): Operation {
  return {
    id,
    process: id,
    f,
    input,
    call,
    return: end,
    callTime: call,
    returnTime: end,
    outcome: 'ok',
    output,
  } as unknown as Operation;
}

/** Histories differ in what they are full of: this finds more than one mixture for all (Groce et al., "Swarm testing", 2012). */
const WEIGHTS = [1, 1, 0.4, 0.1];
const MOST_ASKED = 6;

function weighed(ask: () => Ask<Vocabulary>, weights: ReadonlyMap<string, number>, random: Random): Ask<Vocabulary> {
  for (let asked = 1; asked < MOST_ASKED; asked++) {
    const one = ask();
    if (random.chance(weights.get(one.f) ?? 1)) return one;
  }
  return ask();
}

/** One that never takes effect is asked for when it is called. */
function inOrderOfEffects(slots: Slot[]): Slot[] {
  return slots.sort((a, b) => (a.effect ?? a.call) - (b.effect ?? b.call));
}

const FARTHEST = 4;

/** Shifts an operation, or one end of it, in time, now that the answers are given. */
function moveOne(operations: Operation[], random: Random): void {
  const chosen = random.int(operations.length);
  const operation = operations[chosen];
  if (operation === undefined) return;
  const calls = random.chance(0.7) ? random.between(-FARTHEST, FARTHEST) : 0;
  const returns = random.chance(0.7) ? calls : random.between(-FARTHEST, FARTHEST);
  const call = Math.max(0, operation.call + calls);
  const end = Math.max(call, operation.return + returns);
  operations[chosen] = { ...operation, call, callTime: call, return: end, returnTime: end };
}
