/** Runs for the tests of this folder: planted bugs from the simulation, and directories with whatever a test puts into them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { encodeJsonl, type Op, type OpenedRun, openRun, RUN_VERSION } from '../../histories/index.ts';
import type { Json } from '../core/json.ts';
import { targetNamed } from '../names.ts';
import { huntPlan } from '../runner/hunt.ts';
import { judgeHistory } from '../runner/judge.ts';
import { runTest } from '../runner/run.ts';

const MOST_SEEDS = 20;

export class RunStore {
  #folder = '';
  #runs = 0;

  constructor() {
    beforeAll(() => {
      this.#folder = mkdtempSync(join(tmpdir(), 'harness-inspect-'));
    });
    afterAll(() => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** The first run that gives this bug away. */
  async hunted(target: string, name: string): Promise<OpenedRun> {
    const bug = targetNamed(target).bugs.find((one) => one.name === name);
    if (bug === undefined) throw new Error(`no bug ${name}`);
    for (let seed = 1; seed <= MOST_SEEDS; seed++) {
      const { run, valid } = await runTest(huntPlan({ target, bug }, { seed }), {
        store: this.#folder,
        replay: 'npx x',
      });
      if (valid === false && run !== null) return openRun(run);
    }
    throw new Error(`${name} was not found within ${MOST_SEEDS} seeds`);
  }

  /** Undefined leaves a file out; text is written as it is. */
  stored(files: {
    readonly plan?: Json;
    readonly history?: readonly Op[] | string;
    readonly results?: Json | undefined;
  }): OpenedRun {
    const path = join(this.#folder, `run-${++this.#runs}`);
    const { plan = { version: RUN_VERSION, target: 'x', workload: 'y' }, history, results } = files;
    mkdirSync(path);
    const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
    write('plan.json', JSON.stringify(plan));
    if (history !== undefined) write('history.jsonl', typeof history === 'string' ? history : encodeJsonl(history));
    if (results !== undefined) write('results.json', JSON.stringify(results));
    return openRun(path);
  }

  /** A run that is judged for linearizability by a model. */
  async judged(history: readonly Op[], model: string): Promise<OpenedRun> {
    const { valid, because, witness } = await judgeHistory(history, { model });
    const verdict = { valid, because, witness };
    return this.stored({ history, results: { valid, checkers: { linearizable: verdict } } as Json });
  }
}

/** `[process, f, input, output, from, to]`, in milliseconds; an output of `fail` or `info` is that outcome. */
export type Told = readonly [process: number, f: string, input: Json, output: Json, fromMs: number, toMs: number];

export function historyOf(operations: readonly Told[]): Op[] {
  const events = operations.flatMap(([process, f, input, output, fromMs, toMs]) => {
    const type = output === 'fail' || output === 'info' ? output : 'ok';
    return [
      { time: fromMs * 1e6, process, type: 'invoke', f, value: input },
      { time: toMs * 1e6, process, type, f, value: type === 'ok' ? output : input },
    ];
  });
  const sorted = events.sort((a, b) => a.time - b.time);
  return sorted.map((event, index) => ({ index, ...event })) as Op[];
}
