/**
 * One run, from a plan to a result: deploy, let clients and nemeses loose, heal, demand progress, judge. The history is
 * on disk before anything is judged, faults are healed and the cluster stopped whatever happens, and an interrupted run is judged
 * on what there is.
 */

import { type Streaming, streamingLinearizable } from '../../checkers/linearizable/streaming/index.ts';
import { modelFor } from '../../checkers/models/index.ts';
import { recoveryOver } from '../../checkers/nemesis-events.ts';
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { AnyClient, AnyTarget } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import { randomOf } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';
import { Coverage } from '../coverage/coverage.ts';
import type { Cluster } from '../environments/environment.ts';
import type { ClusterObserver } from '../environments/observer.ts';
import { timeLimit } from '../generators/bounds.ts';
import { clients } from '../generators/threads.ts';
import { stagger } from '../generators/timing.ts';
import { environmentNamed, targetNamed, workloadNamed } from '../names.ts';
import { nemesesOf, nodesOf, replayLine, type TestPlan } from '../plan.ts';
import { failsAs } from '../reproduction/failure.ts';
import { Script } from '../reproduction/script.ts';
import type { AnyWorkload } from '../workloads/workload.ts';
import { refuseImpossible } from './impossible.ts';
import { Interpreter } from './interpreter.ts';
import { type Judging, judgeRun } from './judge.ts';
import { keepReport } from './kept-report.ts';
import { NemesisLoop } from './nemesis-loop.ts';
import { Recorder } from './recorder.ts';
import type { TestResult } from './result.ts';
import { type OnStep, Steps } from './steps.ts';
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
  /** Where it is a user's own, which no plan can hold. */
  readonly target?: AnyTarget | undefined;
  /** An abort ends the run early: it heals, saves, and judges what there is. */
  readonly signal?: AbortSignal;
  /** The command line that does it again, if it takes more than the plan to tell. */
  readonly replay?: string;
  /** In place of the one that writes to the store. */
  readonly observer?: ClusterObserver;
  /** How it is judged, where not by everything there is. */
  readonly judging?: Judging;
  onProgress?(progress: RunProgress): void;
  /** The run is well, but something beside it is not. */
  warn?(text: string): void;
  /** Parts of a deployment that may take a while, as they begin. */
  readonly onStep?: OnStep;
}

const noWarning = (): void => undefined;

/** How often history and logs are handed to the operating system, and progress is told. */
const TICK_NS = secondsToNs(1);
/** A client that neither answers nor gives up is given this many times its time-out. */
const PATIENCE = 2;

export async function runTest(plan: TestPlan, options: RunOptions): Promise<TestResult> {
  const startedAt = performance.now();
  const tape = Tape.of(plan, options.store);
  try {
    const { history, report, elapsedMs, misfits, coverage, steps } = await record(plan, options, tape);
    // Interrupted or not, what was recorded is judged; only a second interruption would end that too.
    const judged = await judgeRun(plan, history, report, new AbortController().signal, options.judging);
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
      ...coverage,
      operations: judged.operations,
      virtualMs: elapsedMs,
      wallMs: performance.now() - startedAt,
      ...(steps.length === 0 ? {} : { steps }),
      interrupted: options.signal?.aborted === true,
      ...(plan.reproduction && {
        reproduction: { failed: failsAs(judged.checkers, plan.reproduction.failure), misfits: misfits ?? [] },
      }),
      plan,
    };
    tape.finish(result);
    if (tape.path !== null) await keepReport(tape.path, options.warn ?? noWarning);
    return result;
  } finally {
    tape.close();
  }
}

/** The cluster, with all that its nodes remember, is gone before anything is judged: of a long run it is the larger part. */
async function record(plan: TestPlan, options: RunOptions, tape: Tape) {
  const steps = new Steps(options.onStep);
  const run = await Run.deploy(plan, options, tape, steps).catch((error: unknown) => {
    // Refused, it is no run: the sentence says all there is to say.
    if (error instanceof UserError) tape.discard();
    throw error;
  });
  const report = await run.complete();
  options.onProgress?.({ ...run.progress, phase: 'checking' });
  const { history, elapsedMs, misfits, coverage } = run;
  return { history, report, elapsedMs, misfits, coverage, steps: steps.taken };
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
  /** Where everything is written down, and nothing drawn. */
  readonly #script: Script | undefined;
  readonly #coverage: Coverage;
  #phase: RunProgress['phase'] = 'running';
  #ended = false;
  /** Judges while the run goes on; what the run is called in the end is for the checkers to say. */
  readonly #streaming: Streaming<Vocabulary> | undefined;
  /** What went wrong outside of the phases: they end early, and heal, before it is thrown. */
  #failure: { readonly error: unknown } | undefined;

  static async deploy(plan: TestPlan, options: RunOptions, tape: Tape, steps: Steps): Promise<Run> {
    const { target, bug, settings, fabric } = plan;
    const program = targetOf(plan, options).run({ bug: bug ?? undefined, settings });
    const nameOf = (bytes: Uint8Array) => (program.kind === 'program' ? program.messageName?.(bytes) : undefined);
    const script = plan.reproduction && new Script(plan.reproduction, nameOf);
    const coverage = new Coverage();
    const cluster = await environmentNamed(plan.env).deploy({
      program,
      origin: { module: `targets/${target}/index`, name: target, bug, settings },
      nodes: nodesOf(plan),
      random: randomOf(plan.seed).fork('cluster'),
      fabric,
      image: plan.image,
      step: steps.step,
      log: (node, line) => tape.log(node, line),
      observer: options.observer ?? tape.observe(nameOf),
      direction: script?.direction,
      reached: (situation) => coverage.reached(situation),
    });
    try {
      refuseImpossible(nemesesOf(plan), cluster);
      tape.begin();
      return new Run(plan, options, tape, { cluster, script, coverage });
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  private constructor(
    plan: TestPlan,
    options: RunOptions,
    tape: Tape,
    { cluster, script, coverage }: { cluster: Cluster; script: Script | undefined; coverage: Coverage },
  ) {
    this.#plan = plan;
    this.#options = options;
    this.#tape = tape;
    this.#cluster = cluster;
    this.#script = script;
    this.#coverage = coverage;
    const random = randomOf(plan.seed);
    const { clock } = cluster;
    this.#streaming = plan.failFast ? streamingFor(plan) : undefined;
    const sink = (op: Op): void => {
      tape.append(op);
      coverage.note(op);
      this.#streaming?.add(op);
    };
    this.#recorder = new Recorder({ now: () => clock.now(), sink });
    const target = targetOf(plan, options);
    this.#interpreter = new Interpreter({
      clock,
      recorder: this.#recorder,
      concurrency: script?.threads ?? plan.concurrency,
      random: random.fork('generator'),
      patienceNs: secondsToNs(plan.opTimeoutSeconds * PATIENCE),
      open: (process, thread) =>
        openClient({ plan, target, cluster, contact: script?.contactOf(thread) }, process, thread),
    });
    this.#nemeses = new NemesisLoop({
      cluster,
      recorder: this.#recorder,
      nemeses: script?.nemeses ?? nemesesOf(plan),
      intervalSeconds: plan.nemesisIntervalSeconds,
      random: random.fork('nemesis'),
      turns: script?.turns,
    });
  }

  get history() {
    return this.#recorder.history;
  }

  get coverage() {
    return { situations: this.#coverage.situations(), faults: this.#coverage.faults };
  }

  get misfits() {
    return this.#script?.misfits(this.history);
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
    if (this.#script !== undefined) return this.#follow(this.#script);
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
    if (!this.#isInterrupted) this.#recordRecoveryOver();
  }

  #recordRecoveryOver(): void {
    this.#recorder.record({ process: 'nemesis', type: 'info', ...recoveryOver });
  }

  /** All of it at its instants, in one phase, until its time is over. */
  async #follow(script: Script): Promise<void> {
    const over = this.#at(script.untilNs);
    const healing = script.healAtNs === undefined ? undefined : this.#at(script.healAtNs).then(() => this.#heal());
    try {
      // Neither of the first ends the run by being done, but each by failing.
      const under = Promise.all([this.#nemeses.run(), this.#interpreter.run(script.operations()), healing]);
      await Promise.race([over, under.then(() => over)]);
    } finally {
      this.#nemeses.stop();
      this.#interpreter.stop();
      if (healing === undefined) await this.#heal();
    }
    if (healing !== undefined && !this.#isInterrupted) this.#recordRecoveryOver();
  }

  #at(timeNs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cluster.clock.at(timeNs, resolve);
    });
  }

  async #heal(): Promise<void> {
    this.#nemeses.stop();
    await this.#nemeses.heal();
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

/** A user's own target is in no map: whoever has loaded it hands it on. */
function targetOf({ target, targetFile }: TestPlan, { target: own }: RunOptions): AnyTarget {
  if (own !== undefined) return own;
  if (targetFile === undefined) return targetNamed(target);
  throw new UserError(`${targetFile.path} has the target of this plan, and nobody has loaded it: see loadTarget`);
}

interface Opening {
  readonly plan: TestPlan;
  readonly target: AnyTarget;
  readonly cluster: Cluster;
  readonly contact: string | undefined;
}

/** A client of its own name for each process; who is closed is no longer there to be paused. */
function openClient({ plan, target, cluster, contact: told }: Opening, process: number, thread: number): AnyClient {
  const name = `c${process}`;
  const contact = told ?? (cluster.nodes[thread % cluster.nodes.length] as string);
  const options = { timeoutMs: plan.opTimeoutSeconds * 1000, settings: plan.settings };
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
