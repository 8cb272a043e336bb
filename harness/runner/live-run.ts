/**
 * A run while it goes on: a cluster with its clients and nemeses, and all that is written down about them. It has the phases
 * run, lets the world see how far they are, ends them early where somebody asks for it or something else fails, and stops the
 * cluster whatever happens. It judges nothing.
 */
import type { Op } from '../../histories/op.ts';
import type { AnyTarget } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import { randomOf } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';
import { Coverage } from '../coverage/coverage.ts';
import type { Cluster } from '../environments/environment.ts';
import { environmentNamed, targetNamed } from '../names.ts';
import { nemesesOf, nodesOf, type TestPlan } from '../plan.ts';
import { Script } from '../reproduction/script.ts';
import { FailFast } from './fail-fast.ts';
import { refuseImpossible } from './impossible.ts';
import { Interpreter } from './interpreter.ts';
import { NemesisLoop } from './nemesis-loop.ts';
import { openClient } from './open-client.ts';
import { drawnPhases } from './phases.ts';
import { Recorder } from './recorder.ts';
import type { RunOptions, RunProgress } from './run-options.ts';
import { followScript } from './script-following.ts';
import type { Stage } from './stage.ts';
import type { Steps } from './steps.ts';
import type { Tape } from './tape.ts';

/** How often history and logs are handed to the operating system, and progress is told. */
const TICK_NS = secondsToNs(1);
/** A client that neither answers nor gives up is given this many times its time-out. */
const PATIENCE = 2;

export class LiveRun {
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
  readonly #failFast: FailFast | undefined;
  /** What went wrong outside of the phases: they end early, and heal, before it is thrown. */
  #failure: { readonly error: unknown } | undefined;

  static async deploy(plan: TestPlan, options: RunOptions, tape: Tape, steps: Steps): Promise<LiveRun> {
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
      return new LiveRun(plan, options, tape, { cluster, script, coverage });
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
    this.#failFast = plan.failFast ? new FailFast(plan, cluster) : undefined;
    const sink = (op: Op): void => {
      tape.append(op);
      coverage.note(op);
      this.#failFast?.note(op);
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

  #phases(): Promise<void> {
    const stage: Stage = {
      plan: this.#plan,
      clock: this.#cluster.clock,
      recorder: this.#recorder,
      interpreter: this.#interpreter,
      nemeses: this.#nemeses,
      isInterrupted: () => this.#isInterrupted,
      hasFailed: () => this.#failFast?.hasFailed() === true,
      enter: (phase) => {
        this.#phase = phase;
      },
    };
    return this.#script === undefined ? drawnPhases(stage) : followScript(stage, this.#script);
  }

  get #isInterrupted(): boolean {
    return this.#options.signal?.aborted === true || this.#failure !== undefined;
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
    if (this.#failure !== undefined || this.#failFast?.hasFailed()) this.#interrupt();
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
