/**
 * Simulated clients: each thinks, calls, and gets its answer after a while; the operation takes effect at a random instant
 * in between. So the history is linearizable by construction, and nobody has to check it. The order of all calls and
 * returns gives them their positions: integers, no two equal.
 */
import type { Random } from '../../harness/core/random.ts';
import type { Invocation, Operation, Output, Vocabulary } from '../../histories/op.ts';
import { MinHeap } from './min-heap.ts';
import type { SimulatedObject } from './simulated-object.ts';

export interface Load {
  /** How many there are at any time; one that gave up comes back as a new process. */
  readonly clients: number;
  readonly operations: number;
  /** Probability that an outcome stays unknown; half of those operations take effect, some of them late. */
  readonly unknown: number;
}

/** Virtual times are in milliseconds: think, then at least SHORTEST and on average 1 ms until the answer. */
const THINK = 0.25;
const SHORTEST = 0.2;
const BEYOND_SHORTEST = 0.8;
/** An operation of unknown outcome takes effect within so many times its client's patience. */
const LATENESS = 5;
const NS_PER_MS = 1e6;

const INVOKE = 0;
const EFFECT = 1;
const ANSWER = 2;
const GIVE_UP = 3;

interface Planned<V extends Vocabulary> {
  readonly client: number;
  readonly process: number;
  readonly invocation: Invocation<V>;
  readonly open: boolean;
  readonly call: number;
  readonly callTime: number;
  output: Output<V> | undefined;
  return: number;
  returnTime: number;
}

export function simulateClients<V extends Vocabulary>(
  object: SimulatedObject<V>,
  load: Load,
  random: Random,
): Operation<V>[] {
  const planned: Planned<V>[] = [];
  const agenda = new MinHeap();
  const schedule = (time: number, kind: number, subject: number): void => agenda.push(time, subject * 4 + kind);
  const processes = Int32Array.from({ length: load.clients }, (_, client) => client);
  let nextProcess = load.clients;
  let position = 0;

  const invoke = (client: number, time: number): void => {
    if (planned.length >= load.operations) return;
    const open = random.chance(load.unknown);
    const invocation = object.draw(client, { random, share: planned.length / load.operations, open });
    const patience = SHORTEST + random.exponential(BEYOND_SHORTEST);
    const subject = planned.length;
    planned.push({
      client,
      process: processes[client] ?? 0,
      invocation,
      open,
      call: position++,
      callTime: time,
      output: undefined,
      return: Number.POSITIVE_INFINITY,
      returnTime: Number.POSITIVE_INFINITY,
    });
    if (!open) schedule(time + random.float() * patience, EFFECT, subject);
    else if (random.chance(0.5)) schedule(time + random.float() * patience * LATENESS, EFFECT, subject);
    schedule(time + patience, open ? GIVE_UP : ANSWER, subject);
  };

  for (let client = 0; client < load.clients; client++) schedule(random.exponential(THINK), INVOKE, client);
  while (agenda.size > 0) {
    const [time, subject, kind] = [agenda.key, agenda.load >> 2, agenda.load & 3];
    agenda.pop();
    if (kind === INVOKE) {
      invoke(subject, time);
      continue;
    }
    const plan = planned[subject];
    if (plan === undefined) continue;
    if (kind === EFFECT) {
      plan.output = object.apply(plan.invocation, plan.open);
      continue;
    }
    if (kind === ANSWER) {
      plan.return = position++;
      plan.returnTime = time;
    } else processes[plan.client] = nextProcess++;
    object.answered?.(plan.client, plan.invocation, plan.open ? undefined : plan.output);
    schedule(time + random.exponential(THINK), INVOKE, plan.client);
  }
  return planned.map(operationOf);
}

function operationOf<V extends Vocabulary>(plan: Planned<V>): Operation<V> {
  const { process, invocation, call } = plan;
  const { f, value: input } = invocation;
  const callTime = Math.floor(plan.callTime * NS_PER_MS);
  const returnTime = Math.floor(plan.returnTime * NS_PER_MS);
  // Spelt out twice: spreading a shared part costs more than all the rest of a long history.
  const operation = plan.open
    ? { id: call, process, f, input, call, return: plan.return, callTime, returnTime, outcome: 'info' }
    : {
        id: call,
        process,
        f,
        input,
        call,
        return: plan.return,
        callTime,
        returnTime,
        outcome: 'ok',
        output: plan.output,
      };
  // The vocabulary ties f, input and output together; the compiler cannot see that across the time in between.
  return operation as unknown as Operation<V>;
}
