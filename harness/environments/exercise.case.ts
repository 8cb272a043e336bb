/**
 * What the conformance suite runs: a small program that does one thing with each part of its runtime. It is written against
 * `Runtime` alone, so it runs in every environment as it is; it is compiled, for real processes run nothing else.
 */
import type { NodeId, Runtime } from '../../targets/runtime.ts';
import type { Program, RunningNode } from '../../targets/target.ts';
import type { ProgramOrigin } from './environment.ts';

export type Command =
  | { readonly do: 'echo'; readonly text: string }
  /** Sends `count` numbered pings to a peer. */
  | { readonly do: 'ping'; readonly to: NodeId; readonly count: number }
  /** The numbers of the pings that came in, in the order of their coming. */
  | { readonly do: 'pings' }
  /** Writes, and answers after the sync, or at once if it is not to sync. */
  | { readonly do: 'append' | 'replace'; readonly file: string; readonly text: string; readonly sync: boolean }
  | { readonly do: 'read'; readonly file: string }
  | { readonly do: 'clocks' }
  /** Answers after so many milliseconds, with the monotonic nanoseconds that it took. */
  | { readonly do: 'timer'; readonly ms: number }
  /** How often this incarnation's 10 ms timer fired, and which number it drew at its start. */
  | { readonly do: 'ticks' }
  | { readonly do: 'throw'; readonly text: string };

export interface Answer {
  readonly text?: string;
  readonly error?: string;
  readonly pings?: readonly number[];
  readonly monotonicNs?: number;
  readonly wallMs?: number;
  readonly ticks?: number;
  readonly draw?: number;
}

export type Message =
  | { readonly type: 'command'; readonly id: number; readonly command: Command }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'ping'; readonly number: number };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const encode = (message: Message): Uint8Array => encoder.encode(JSON.stringify(message));
export const decode = (bytes: Uint8Array): Message => JSON.parse(decoder.decode(bytes)) as Message;

export interface ExerciseNode extends RunningNode {
  readonly ticks: number;
}

export const exercise: Program<ExerciseNode> = { kind: 'program', start: (runtime) => new Exercise(runtime) };

/** As a target, by which a process finds it. */
export const exerciseTarget = { run: () => exercise };

/** One that does not get through its start. */
export const brokenTarget = {
  run: (): Program => ({
    kind: 'program',
    start() {
      throw new Error('the luck has run out');
    },
  }),
};

export const exerciseOrigin: ProgramOrigin = {
  module: 'harness/environments/exercise.case',
  name: 'exerciseTarget',
  bug: null,
  settings: {},
};

class Exercise implements ExerciseNode {
  readonly #runtime: Runtime;
  readonly #draw: number;
  readonly #pings: number[] = [];
  ticks = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#draw = runtime.random.int(1_000_000_000);
    runtime.network.receive((from, bytes) => {
      const message = decode(bytes);
      runtime.log('received', { from, message: decoder.decode(bytes) });
      if (message.type === 'ping') this.#pings.push(message.number);
      if (message.type !== 'command') return;
      this.#obey(message.command, (answer) =>
        runtime.network.send(from, encode({ type: 'answer', id: message.id, answer })),
      );
    });
    this.#tick();
    runtime.log('started', { draw: this.#draw });
  }

  /** The first by name is in charge: enough for a view of primaries. */
  status() {
    const { self, peers } = this.#runtime;
    return { role: 'exercise', primary: peers.every((peer) => self < peer), detail: { ticks: this.ticks } };
  }

  #tick(): void {
    this.#runtime.timers.after(10, () => {
      this.ticks++;
      this.#tick();
    });
  }

  #obey(command: Command, answer: (answer: Answer) => void): void {
    const { clock, disk, network, timers } = this.#runtime;
    switch (command.do) {
      case 'echo':
        answer({ text: command.text });
        break;
      case 'ping':
        for (let number = 0; number < command.count; number++) {
          network.send(command.to, encode({ type: 'ping', number }));
        }
        answer({});
        break;
      case 'pings':
        answer({ pings: this.#pings });
        break;
      case 'append':
        disk.append(command.file, encoder.encode(command.text));
        this.#written(command, answer);
        break;
      case 'replace':
        disk.write(command.file, encoder.encode(command.text));
        this.#written(command, answer);
        break;
      case 'read': {
        const bytes = disk.read(command.file);
        answer(bytes === undefined ? {} : { text: decoder.decode(bytes) });
        break;
      }
      case 'clocks':
        answer({ monotonicNs: clock.monotonic(), wallMs: clock.wall() });
        break;
      case 'timer': {
        const since = clock.monotonic();
        timers.after(command.ms, () => answer({ monotonicNs: clock.monotonic() - since }));
        break;
      }
      case 'ticks':
        answer({ ticks: this.ticks, draw: this.#draw });
        break;
      case 'throw':
        throw new Error(command.text);
    }
  }

  #written({ file, sync }: { readonly file: string; readonly sync: boolean }, answer: (answer: Answer) => void): void {
    if (!sync) answer({});
    else this.#runtime.disk.sync(file, (error) => answer(error === undefined ? {} : { error: error.message }));
  }
}
