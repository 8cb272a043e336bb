/** The parts of a deployment that may take a while: told as they begin and end, for progress, and timed, for the summary. */
import type { Step } from '../environments/environment.ts';

export interface StepTaken {
  readonly title: string;
  readonly ms: number;
}

/** `over` settles as the step does. */
export type OnStep = (title: string, over: Promise<void>) => void;

export class Steps {
  /** In the order of their ends. */
  readonly taken: StepTaken[] = [];
  readonly #onStep: OnStep | undefined;

  constructor(onStep?: OnStep) {
    this.#onStep = onStep;
  }

  readonly step: Step = async (title, work) => {
    const since = performance.now();
    const done = work();
    this.#onStep?.(
      title,
      done.then(() => undefined),
    );
    const result = await done;
    this.taken.push({ title, ms: performance.now() - since });
    return result;
  };
}
