/**
 * One run, from a plan to a result: deploy, let clients and nemeses loose, heal, demand progress, judge. The history is
 * on disk before anything is judged, faults are healed and the cluster stopped whatever happens, and an interrupted run is judged
 * on what there is.
 */

import { type Streaming, streamingLinearizable } from '../../checkers/linearizable/streaming/index.ts';
import { modelFor } from '../../checkers/models/index.ts';
import { recoveryOver } from '../../checkers/nemesis-events.ts';
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { AnyClient } from '../../targets/target.ts';
import { randomOf } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';
import type { Cluster } from '../environments/environment.ts';
import { timeLimit } from '../generators/bounds.ts';
import { clients } from '../generators/threads.ts';
import { stagger } from '../generators/timing.ts';
import { environmentNamed, targetNamed, workloadNamed } from '../names.ts';
import { nemesesOf, replayLine, type TestPlan } from '../plan.ts';
import type { AnyWorkload } from '../workloads/workload.ts';
import { refuseImpossible } from './impossible.ts';
import { Interpreter } from './interpreter.ts';
import { judgeRun } from './judge.ts';
import { NemesisLoop } from './nemesis-loop.ts';
import { Recorder } from './recorder.ts';
import type { TestResult } from './result.ts';
import { Tape } from './tape.ts';

export interface RunProgress {
  readonly phase: 'running' | 'healing' | 'recovering' | 'checking';
  /** On the run's own clock: virtual seconds in the simulation. */
  readonly nowSeconds: number;
  readonly totalSeconds: number;
  readonly operations: number;
}

export interface RunOptions {
  /** Where runs are kept; null keeps nothing. */
  readonly store: string | null;
  /** An abort ends the run early: it heals, saves, and judges what there is. */
  readonly signal?: AbortSignal;
  /** The command line that does it again, if it takes more than the plan to tell. */
  readonly replay?: string;
  onProgress?(progress: RunProgress): void;
}

/** How often history and logs are handed to the operating system, and progress is told. */
const TICK_NS = secondsToNs(1);
/** A client that neither answers nor gives up is given this many times its time-out. */
const PATIENCE = 2;

export async function runTest(plan: TestPlan, options: RunOptions): Promise<TestResult> {
  const startedAt = performance.now();
  const tape = Tape.of(plan, options.store);
  try {
    const { history, report, elapsedMs } = await record(plan, options, tape);
    // Interrupted or not, what was recorded is judged; only a second interruption would end that too.
    const judged = await judgeRun(plan, history, report, new AbortController().signal);
    const result: TestResult = {
      version: plan.version,
      valid: judged.valid,
      seed: plan.seed,
      run: tape.path,
      replay: options.replay ?? replayLine(plan),
      checkers: judged.checkers,
      ops: judged.ops,
      nemesis: judged.nemesis,
      counts: report.counts,
      operations: judged.operations,
      virtualMs: elapsedMs,
      wallMs: performance.now() - startedAt,
      interrupted: options.signal?.aborted === true,
      plan,
    };
    tape.finish(result);
    return result;
  } finally {
    tape.close();
  }
}

/** The cluster, with all that its nodes remember, is gone before anything is judged: of a long run it is the larger part. */
async function record(plan: TestPlan, options: RunOptions, tape: Tape) {
  const run = await Run.deploy(plan, options, tape);
  const report = await run.complete();
  options.onProgress?.({ ...run.progress, phase: 'checking' });
  return { history: run.history, report, elapsedMs: run.elapsedMs };
}

/** Only a run that will be judged by linearizability may be ended for want of it. */
function streamingFor(plan: TestPlan): Streaming<Vocabulary> | undefined {
  const workload = workloadNamed(plan.workload);
  const isJudged = workload.checkers({ ...plan, bounds: {} }).some(({ name }) => name === 'linearizable');
  const { model } = workload;
  return model !== undefined && isJudged ? streamingLinearizable(modelFor(model)) : undefined;
}

class Run {
  readonly #plan: TestPlan;
  readonly #options: RunOptions;
  readonly #tape: Tape;
  readonly #cluster: Cluster;
  readonly #recorder: Recorder;
  readonly #interpreter: Interpreter;
  readonly #nemeses: NemesisLoop;
  #phase: RunProgress['phase'] = 'running';
  #ended = false;
  /** Judges while the run goes on; what the run is called in the end is for the checkers to say. */
  readonly #streaming: Streaming<Vocabulary> | undefined;
  /** What went wrong outside of the phases: they end early, and heal, before it is thrown. */
  #failure: { readonly error: unknown } | undefined;

  static async deploy(plan: TestPlan, options: RunOptions, tape: Tape): Promise<Run> {
    const { target, bug, settings, fabric } = plan;
    const program = targetNamed(target).run({ bug: bug ?? undefined, settings });
    const cluster = await environmentNamed(plan.env).deploy({
      program,
      origin: { module: `targets/${target}/index`, name: target, bug, settings },
      nodes: Array.from({ length: plan.nodes }, (_, index) => `n${index + 1}`),
      random: randomOf(plan.seed).fork('cluster'),
      fabric,
      log: (node, line) => tape.log(node, line),
      observer: tape.observe((bytes) => (program.kind === 'program' ? program.messageName?.(bytes) : undefined)),
    });
    try {
      refuseImpossible(nemesesOf(plan), cluster);
      return new Run(plan, options, tape, cluster);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  private constructor(plan: TestPlan, options: RunOptions, tape: Tape, cluster: Cluster) {
    this.#plan = plan;
    this.#options = options;
    this.#tape = tape;
    this.#cluster = cluster;
    const random = randomOf(plan.seed);
    const { clock } = cluster;
    this.#streaming = plan.failFast ? streamingFor(plan) : undefined;
    const sink = (op: Op): void => {
      tape.append(op);
      this.#streaming?.add(op);
    };
    this.#recorder = new Recorder({ now: () => clock.now(), sink });
    this.#interpreter = new Interpreter({
      clock,
      recorder: this.#recorder,
      concurrency: plan.concurrency,
      random: random.fork('generator'),
      patienceNs: secondsToNs(plan.opTimeoutSeconds * PATIENCE),
      open: (process, thread) => openClient({ plan, cluster }, process, thread),
    });
    this.#nemeses = new NemesisLoop({
      cluster,
      recorder: this.#recorder,
      nemeses: nemesesOf(plan),
      intervalSeconds: plan.nemesisIntervalSeconds,
      random: random.fork('nemesis'),
    });
  }

  get history() {
    return this.#recorder.history;
  }

  get elapsedMs(): number {
    return this.#cluster.clock.now() / 1e6;
  }

  get progress(): RunProgress {
    return {
      phase: this.#phase,
      nowSeconds: this.elapsedMs / 1000,
      totalSeconds: this.#plan.timeLimitSeconds,
      operations: this.#recorder.invocations,
    };
  }

  /** Runs all phases and stops the cluster, whatever happens. */
  async complete() {
    const interrupt = () => this.#interrupt();
    this.#options.signal?.addEventListener('abort', interrupt);
    try {
      this.#tick();
      await this.#cluster.drive(this.#phases());
      if (this.#failure !== undefined) throw this.#failure.error;
      return this.#cluster.report();
    } finally {
      this.#options.signal?.removeEventListener('abort', interrupt);
      this.#ended = true;
      this.#interpreter.close();
      await this.#cluster.stop();
    }
  }

  async #phases(): Promise<void> {
    const { workload: workloadName, recoverySeconds } = this.#plan;
    const workload = workloadNamed(workloadName);
    // Neither may leave the other behind, and healing comes after both, whatever they end in.
    const outcomes = await Promise.allSettled([this.#disturb(), this.#load(workload)]);
    this.#phase = 'healing';
    outcomes.push(...(await Promise.allSettled([this.#nemeses.heal()])));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    if (this.#isInterrupted || this.#shouldStop()) return;
    this.#phase = 'recovering';
    await this.#interpreter.run(timeLimit(secondsToNs(recoverySeconds), workload.finalGenerator(this.#plan)));
    // Only then may a client that was not served be held against the cluster.
    if (!this.#isInterrupted) this.#recorder.record({ process: 'nemesis', type: 'info', ...recoveryOver });
  }

  /** Faults until the clients are done. A nemesis that throws ends the run: without it, it would be another one. */
  async #disturb(): Promise<void> {
    try {
      await this.#nemeses.run();
    } catch (error) {
      this.#interpreter.stop();
      throw error;
    }
  }

  async #load(workload: AnyWorkload): Promise<void> {
    const { rate, timeLimitSeconds } = this.#plan;
    try {
      if (this.#isInterrupted) return;
      const operations = clients(stagger(secondsToNs(1 / rate), workload.generator(this.#plan)));
      await this.#interpreter.run(timeLimit(secondsToNs(timeLimitSeconds), operations));
    } finally {
      this.#nemeses.stop();
    }
  }

  get #isInterrupted(): boolean {
    return this.#options.signal?.aborted === true || this.#failure !== undefined;
  }

  #shouldStop(): boolean {
    if (!this.#plan.failFast) return false;
    return this.#streaming?.violation() !== undefined || this.#cluster.report().violations.length > 0;
  }

  #interrupt(): void {
    this.#interpreter.stop();
    this.#nemeses.stop();
  }

  /** Always ticks, whether anybody looks or not: in the simulation each tick is an event, and must not depend on that. */
  #tick(): void {
    if (this.#ended) return;
    try {
      this.#tape.flush();
      this.#options.onProgress?.(this.progress);
    } catch (error) {
      this.#failure ??= { error };
    }
    if (this.#failure !== undefined || this.#shouldStop()) this.#interrupt();
    const { clock } = this.#cluster;
    clock.at(clock.now() + TICK_NS, () => this.#tick());
  }
}

/** A client of its own name for each process; who is closed is no longer there to be paused. */
function openClient(
  { plan, cluster }: { plan: TestPlan; cluster: Cluster },
  process: number,
  thread: number,
): AnyClient {
  const name = `c${process}`;
  const contact = cluster.nodes[thread % cluster.nodes.length] as string;
  const options = { timeoutMs: plan.opTimeoutSeconds * 1000, settings: plan.settings };
  const target = targetNamed(plan.target);
  const client =
    target.open?.(cluster.client(name), contact, options) ??
    (cluster.endpoints && target.openService?.(cluster.endpoints(name), contact, options));
  if (client === undefined) throw new Error(`target ${plan.target} opens no clients in environment ${plan.env}`);
  return {
    invoke: (invocation) => client.invoke(invocation),
    close() {
      client.close();
      cluster.release(name);
    },
  };
}
