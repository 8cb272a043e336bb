/**
 * What CI wants to know of a test beside its exit code: JUnit XML where --junit names a file, and the summary of a job on
 * GitHub, which is appended to wherever GITHUB_STEP_SUMMARY says.
 */
import { resolve } from 'node:path';
import { openRun } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import type { JUnitSuite } from '../inspect/formats/junit.ts';
import type { TestPlan } from '../plan.ts';
import type { Series, SeriesFailure } from '../report/series.ts';
import { planWords } from '../report/summary.ts';
import type { TestResult } from '../runner/result.ts';
import type { Session } from './command.ts';
import type { Flags } from './flag.ts';
import { appendOutput, assertWritable, writeOutput } from './output-file.ts';
import type { Values } from './values.ts';

const SUMMARY = 'GITHUB_STEP_SUMMARY';

export const CI_FLAGS = {
  junit: {
    group: 'Output:',
    describe: 'Write the verdicts to this file as JUnit XML, too: a case for each checker, or for each seed',
  },
} as const satisfies Flags;

/** One run of a series, as it went. */
export interface SeriesRun {
  readonly seed: number;
  readonly seconds: number;
  readonly failure: SeriesFailure | undefined;
}

export class CiOutputs {
  readonly #session: Session;
  readonly #junit: string | undefined;
  readonly #summary: string | undefined;

  constructor(values: Values, session: Session) {
    const { cwd, env } = session.io;
    const junit = values.text('junit');
    this.#session = session;
    this.#junit = junit === undefined ? undefined : resolve(cwd, junit);
    if (this.#junit !== undefined) assertWritable(this.#junit, '--junit');
    this.#summary = (env[SUMMARY] ?? '') === '' ? undefined : env[SUMMARY];
  }

  /** Formats are loaded only where somebody asks for one. */
  async ofRun(result: TestResult): Promise<void> {
    if ((this.#junit === undefined && this.#summary === undefined) || result.run === null) return;
    const run = openRun(result.run);
    if (this.#junit !== undefined) {
      const { suiteOf } = await import('../inspect/formats/suites.ts');
      await this.#writeJunit([suiteOf(run)]);
    }
    if (this.#summary !== undefined) {
      const { formats } = await import('../inspect/formats/index.ts');
      this.#append(await formats.github.write(run));
    }
  }

  async ofSeries(series: Series, plan: TestPlan, runs: readonly SeriesRun[]): Promise<void> {
    if (this.#junit !== undefined) await this.#writeJunit([seriesSuite(series, plan, runs)]);
    if (this.#summary === undefined) return;
    const { seriesMarkdown } = await import('../inspect/formats/markdown.ts');
    const { counts, failures, seed, testCount } = series;
    this.#append(
      seriesMarkdown({ plan: planWords(plan, `seeds ${seed} to ${seed + testCount - 1}`), counts, failures }),
    );
  }

  /** What a command has written for itself. */
  async of(suites: readonly JUnitSuite[], markdown: string): Promise<void> {
    await this.#writeJunit(suites);
    this.#append(markdown);
  }

  async #writeJunit(suites: readonly JUnitSuite[]): Promise<void> {
    if (this.#junit === undefined) return;
    const { junitXml } = await import('../inspect/formats/junit.ts');
    writeOutput(this.#junit, await junitXml(suites), '--junit');
  }

  /** Nobody typed this path: that it cannot be written is a remark, and the verdict stands. */
  #append(markdown: string): void {
    if (this.#summary === undefined) return;
    try {
      appendOutput(this.#summary, markdown, SUMMARY);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#session.warn(`${error.message}; the job has no summary of this test`);
    }
  }
}

function seriesSuite({ wallMs }: Series, plan: TestPlan, runs: readonly SeriesRun[]): JUnitSuite {
  return {
    name: `${plan.target}-${plan.workload}`,
    properties: { plan: planWords(plan) },
    seconds: wallMs / 1000,
    cases: runs.map(({ seed, seconds, failure }) => ({
      name: `seed ${seed}`,
      className: `harness.${plan.env}.${plan.target}-${plan.workload}`,
      seconds,
      valid: failure === undefined ? true : failure.outcome === 'invalid' ? false : 'unknown',
      ...(failure === undefined
        ? {}
        : {
            message: failure.checker === null ? failure.because : `${failure.checker}: ${failure.because}`,
            text: `${failure.because}\n\nReplay: ${failure.replay}\n`,
          }),
    })),
  };
}
