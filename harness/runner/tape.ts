/**
 * Where a run is kept while it goes on: its directory in the store with plan, history and node logs, or nowhere at all for
 * runs that are only counted (hunts, long series).
 */
import type { Op } from '../../histories/op.ts';
import { type AppendFile, createRun, type HistoryWriter, type RunDirectory, removeRun } from '../../histories/store.ts';
import type { Json } from '../core/json.ts';
import type { ClusterObserver } from '../environments/observer.ts';
import type { TestPlan } from '../plan.ts';
import type { TestResult } from './result.ts';
import { type MessageName, RunTrace } from './trace.ts';

export class Tape {
  readonly #directory: RunDirectory | undefined;
  readonly #history: HistoryWriter | undefined;
  readonly #logs = new Map<string, AppendFile>();
  #states: AppendFile | undefined;
  #trace: RunTrace | undefined;
  #closed = false;

  /** Makes the run's directory and saves the plan before anything runs; null keeps nothing. */
  static of(plan: TestPlan, store: string | null): Tape {
    if (store === null) return new Tape(undefined);
    const { target, workload, seed } = plan;
    const directory = createRun(store, { target, workload, seed, startedAt: new Date() });
    directory.writeJson('plan.json', plan as unknown as Json);
    return new Tape(directory);
  }

  private constructor(directory: RunDirectory | undefined) {
    this.#directory = directory;
    this.#history = directory?.history();
  }

  get path(): string | null {
    return this.#directory?.path ?? null;
  }

  /** There is a cluster, so this is a run: the latest of the store. */
  begin(): void {
    this.#directory?.linkLatest();
  }

  /** There will be no run: nothing of it is kept. */
  discard(): void {
    this.close();
    if (this.#directory !== undefined) removeRun(this.#directory.store, this.#directory.path);
  }

  append(op: Op): void {
    this.#history?.append(op);
  }

  log(node: string, line: string): void {
    if (this.#directory === undefined || this.#closed) return;
    let log = this.#logs.get(node);
    if (log === undefined) {
      log = this.#directory.nodeLog(node);
      this.#logs.set(node, log);
    }
    log.write(line);
  }

  /** Who is to watch the cluster; nobody where nothing is kept. */
  observe(nameOf: MessageName): ClusterObserver | undefined {
    if (this.#directory === undefined) return undefined;
    const states = this.#directory.states();
    this.#states = states;
    this.#trace = new RunTrace((line) => {
      if (!this.#closed) states.write(line);
    }, nameOf);
    return this.#trace;
  }

  flush(): void {
    this.#history?.flush();
    this.#states?.flush();
    for (const log of this.#logs.values()) log.flush();
  }

  finish(result: TestResult): void {
    this.flush();
    const messages = this.#trace?.messages();
    if (messages !== undefined) this.#directory?.writeMessages(messages);
    this.#directory?.writeJson('results.json', result as unknown as Json);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#history?.close();
    this.#states?.close();
    for (const log of this.#logs.values()) log.close();
  }
}
