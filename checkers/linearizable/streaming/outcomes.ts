/**
 * Holds events back until it is known what came of them. A return is passed on once every operation called before it has
 * ended or is open for ever, so that whoever listens meets each operation with its output and never one that failed. What
 * waits is bounded by what clients do within one time-out, for in that time an operation ends one way or another. Events
 * of one instant wait for the next instant, since calls come before returns; the order is that of `operationsOf`.
 */
import type { Op, Operation, Vocabulary } from '../../../histories/op.ts';
import { GivenUp } from './given-up.ts';

/** What happened, in the order of real time. */
export interface Listener<V extends Vocabulary> {
  called(operation: Operation<V>): void;
  /** Its call was told before. Operations of unknown outcome never return. */
  returned(operation: Operation<V>): void;
}

interface Begun<V extends Vocabulary> {
  readonly invoke: Op<V>;
  readonly process: number;
  completion?: Op<V>;
  call: number;
  return: number;
  operation?: Operation<V> | undefined;
}

interface Event<V extends Vocabulary> {
  readonly of: Begun<V>;
  readonly isCall: boolean;
}

export class Outcomes<V extends Vocabulary> {
  readonly #listener: Listener<V>;
  readonly #mostWaiting: number;
  readonly #running = new Map<number, Begun<V>>();
  #timeNs: number | undefined;
  #isFirstInstant = true;
  #instant: Event<V>[] = [];
  #waiting: Event<V>[] = [];
  #passed = 0;
  #rank = 1;

  constructor(listener: Listener<V>, mostWaiting: number) {
    this.#listener = listener;
    this.#mostWaiting = mostWaiting;
  }

  add(op: Op<V>): void {
    if (this.#timeNs !== undefined && op.time !== this.#timeNs) {
      if (op.time < this.#timeNs) throw new GivenUp(`time runs backwards at operation ${op.index}`);
      this.#endInstant(inOrder(this.#instant));
      this.#isFirstInstant = false;
      this.#passOn();
    }
    this.#timeNs = op.time;
    if (op.process !== 'nemesis') this.#instant.push(this.#paired(op, op.process));
  }

  /** What has no outcome by now never gets one. */
  finish(): void {
    // Where all events have one time there is no clock, and their order is all there is.
    this.#endInstant(this.#isFirstInstant ? this.#instant : inOrder(this.#instant));
    for (const begun of this.#running.values()) begun.operation = openOperation(begun);
    this.#running.clear();
    this.#passOn();
  }

  #paired(op: Op<V>, process: number): Event<V> {
    const running = this.#running.get(process);
    if (op.type === 'invoke') {
      if (running) throw new GivenUp(`op ${op.index}: process ${process} already has an open operation`);
      const begun: Begun<V> = { invoke: op, process, call: 0, return: Infinity };
      this.#running.set(process, begun);
      return { of: begun, isCall: true };
    }
    if (!running) throw new GivenUp(`op ${op.index}: process ${process} completes what it never invoked`);
    this.#running.delete(process);
    running.completion = op;
    return { of: running, isCall: false };
  }

  #endInstant(events: readonly Event<V>[]): void {
    for (const event of events) {
      const { of, isCall } = event;
      this.#waiting.push(event);
      if (isCall) of.call = this.#rank++;
      else of.return = this.#rank++;
    }
    for (const { of, isCall } of events) if (!isCall) of.operation = operationOf(of);
    this.#instant = [];
    if (this.#waiting.length - this.#passed > this.#mostWaiting) throw this.#tooMany();
  }

  #passOn(): void {
    for (; this.#passed < this.#waiting.length; this.#passed++) {
      const event = this.#waiting[this.#passed];
      if (event === undefined) break;
      const { completion, operation } = event.of;
      if (completion?.type === 'fail') continue;
      if (operation === undefined) break;
      if (event.isCall) this.#listener.called(operation);
      else if (operation.outcome === 'ok') this.#listener.returned(operation);
    }
    // Moved up when half of it is done with: each event is moved once, on average.
    if (2 * this.#passed < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#passed);
    this.#passed = 0;
  }

  #tooMany(): GivenUp {
    const first = this.#waiting[this.#passed]?.of.invoke.index;
    return new GivenUp(`more than ${this.#mostWaiting} events wait for operation ${first} to end`);
  }
}

/**
 * Calls first, then returns; but a process that returns and calls again in the same instant did so in that order, and
 * that call stands right behind its return. See histories/operations.ts for why.
 */
function inOrder<V extends Vocabulary>(events: readonly Event<V>[]): readonly Event<V>[] {
  if (events.length === 1) return events;
  const calls: Event<V>[] = [];
  const returns: { readonly event: Event<V>; next?: Event<V> }[] = [];
  const lastOf = new Map<number, (typeof returns)[number]>();
  for (const event of events) {
    const last = lastOf.get(event.of.process);
    if (!event.isCall) {
      const entry = { event };
      returns.push(entry);
      lastOf.set(event.of.process, entry);
    } else if (last) last.next = event;
    else calls.push(event);
  }
  const followed = returns.flatMap(({ event, next }) => (next ? [event, next] : []));
  return [...calls, ...followed, ...returns.filter(({ next }) => !next).map(({ event }) => event)];
}

function operationOf<V extends Vocabulary>(begun: Begun<V>): Operation<V> | undefined {
  const { completion, invoke, process, call } = begun;
  if (completion?.type === 'info') return openOperation(begun);
  if (completion?.type !== 'ok') return undefined;
  // The vocabulary ties f, input and output together event by event; the compiler cannot see that across a pair.
  return {
    id: invoke.index,
    process,
    f: invoke.f,
    input: invoke.value,
    call,
    callTime: invoke.time,
    return: begun.return,
    returnTime: completion.time,
    outcome: 'ok',
    output: completion.value,
  } as unknown as Operation<V>;
}

function openOperation<V extends Vocabulary>({ invoke, process, call }: Begun<V>): Operation<V> {
  return {
    id: invoke.index,
    process,
    f: invoke.f,
    input: invoke.value,
    call,
    callTime: invoke.time,
    return: Infinity,
    returnTime: Infinity,
    outcome: 'info',
  } as unknown as Operation<V>;
}
