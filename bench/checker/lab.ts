/**
 * Measures histories side by side: ours in a process of its own, then the peer on the very same operations. It keeps all raw
 * figures, and it compares verdicts, since a checker that is fast and wrong has no figure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Peer, type PeerReport, peerModelOf } from '../peers/index.ts';
import { runOurs } from './run-ours.ts';
import { MIB, type Outcome, type Repetition, type Source, type Task } from './task.ts';

export interface LabOptions {
  /** The folder of known-answer histories. */
  readonly corpus: string | undefined;
  /** Smaller histories and fewer runs: to see that everything works. */
  readonly quick: boolean;
  /** The peer gets every history of the matrix, also those harder than one that it gave up. */
  readonly full: boolean;
  /** What it gets for each. */
  readonly peerSeconds: number;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

export interface Case {
  readonly name: string;
  readonly source: Source;
  readonly model: string;
  readonly expected: boolean | undefined;
}

export interface Conditions {
  readonly algorithm?: Task['algorithm'];
  readonly repetition?: Repetition;
  readonly timeLimitMs?: number;
  /** Whether one process of ours takes all cases, as one of the peer does. Its peak of memory is then that of all. */
  readonly together?: boolean;
  readonly peer?: { readonly procs: readonly (1 | 2)[]; readonly timeoutMs?: number; readonly count?: boolean };
}

export interface Comparison {
  readonly name: string;
  readonly ours: Outcome | undefined;
  /** The peer, by the number of processors it had. */
  readonly one: PeerReport | undefined;
  readonly two: PeerReport | undefined;
}

const PEER_MEMORY_MIB = 8192;
const MEMORY_LIMIT_BYTES = 1024 * MIB;
const PEER_TIMEOUT_MS = 60_000;

export class Lab {
  readonly options: LabOptions;
  readonly peer: Peer | undefined;
  readonly comparisons: Comparison[] = [];
  /** Verdicts that contradict each other or what is known, and processes that failed. */
  readonly problems: string[] = [];

  constructor(options: LabOptions, peer: Peer | undefined) {
    this.options = options;
    this.peer = peer;
  }

  get repetition(): Repetition {
    return this.options.quick
      ? { warmUpMs: 20, runs: 3, leastMs: 20, mostMs: 500 }
      : { warmUpMs: 700, runs: 5, leastMs: 150, mostMs: 3_000 };
  }

  async compare(cases: readonly Case[], conditions: Conditions): Promise<readonly Comparison[]> {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-checker-'));
    try {
      const wanted = this.peer && conditions.peer;
      const fileOf = (i: number): string => path.join(folder, `${i}.hist`);
      const tasks = cases.map((one, i) => this.#task(one, conditions, wanted ? fileOf(i) : undefined));
      const ours = await this.#ours(tasks, conditions.together ?? false);
      const files = cases.map(({ model }, i) => ({ model: peerModelOf(model) ?? model, path: fileOf(i) }));
      const reports = new Map<number, readonly PeerReport[]>();
      for (const procs of wanted && ours.every(Boolean) ? wanted.procs : []) {
        const { timeoutMs = PEER_TIMEOUT_MS, count = false } = wanted ?? {};
        const options = { procs, timeoutMs, memoryMib: PEER_MEMORY_MIB, ...this.repetition, count };
        reports.set(procs, (await this.peer?.check(files, options)) ?? []);
      }
      const comparisons = cases.map(({ name }, i) => {
        return { name, ours: ours[i], one: reports.get(1)?.[i], two: reports.get(2)?.[i] };
      });
      cases.forEach((one, i) => {
        this.#judge(one, comparisons[i]);
      });
      this.comparisons.push(...comparisons);
      return comparisons;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #task({ name, source, model, expected }: Case, conditions: Conditions, peerFile: string | undefined): Task {
    const { algorithm = 'auto', repetition = this.repetition, timeLimitMs = 60_000 } = conditions;
    const limits = { timeLimitMs, memoryLimitBytes: MEMORY_LIMIT_BYTES };
    return { name, source, model, expected, algorithm, repetition, ...limits, peerFile };
  }

  async #ours(tasks: readonly Task[], together: boolean): Promise<readonly (Outcome | undefined)[]> {
    const outcomes: (Outcome | undefined)[] = [];
    for (const some of together ? [tasks] : tasks.map((task) => [task])) {
      this.options.onProgress(some[0]?.name ?? '');
      const { outcomes: told, problem } = await runOurs(some);
      outcomes.push(...some.map((_, i) => told[i]));
      if (problem !== undefined) this.problems.push(`${some[told.length]?.name ?? 'the end'}: ${problem}`);
    }
    return outcomes;
  }

  #judge({ name, expected }: Case, comparison: Comparison | undefined): void {
    const verdict = comparison?.ours?.valid;
    if (typeof verdict === 'boolean' && expected !== undefined && verdict !== expected) {
      this.problems.push(`${name}: ours says ${verdict}, but it is ${expected}`);
    }
    for (const report of [comparison?.one, comparison?.two]) {
      if (report?.result !== 'valid' && report?.result !== 'invalid') continue;
      const peer = report.result === 'valid';
      const known = expected ?? (typeof verdict === 'boolean' ? verdict : peer);
      if (peer !== known) this.problems.push(`${name}: the peer says ${peer}, but it is ${known}`);
    }
  }
}
