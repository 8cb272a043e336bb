/** `harness inspect`: explains a stored run so that a person understands what went wrong, without knowing the checker. */
import { openRun } from '../../../histories/index.ts';
import type { Json } from '../../core/json.ts';
import { planLine } from '../../inspect/plan-line.ts';
import { storyOf } from '../../inspect/story.ts';
import { page } from '../../inspect/terminal/page.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { storeOf } from '../store-directory.ts';

const LATEST = 'latest';
/** Wider than that the eye loses the lane. */
const WIDEST_PICTURE = 160;

export const inspect: Command = {
  name: 'inspect',
  summary: 'Explain what went wrong in a stored run: the violation, its picture, what was going on, what to do next',
  positional: { name: 'run', describe: 'A run directory, its path in the store, or "latest"; otherwise the latest' },
  flags: {
    checker: {
      group: 'The story:',
      describe: 'Whose verdict to explain; otherwise the first one that is not valid',
      isConfigurable: false,
    },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['', 'The newest run'],
    ['latest --checker linearizable', 'By what one checker found'],
    ['latest --json', 'The story as data'],
  ],
  async run({ positional = LATEST, values }, session) {
    const run = openRun(positional, storeOf(values));
    const story = storyOf(run, { checker: values.text('checker') });
    const plan = planLine(run);
    session.print(page({ story, run: run.path, plan, pictureWidth: pictureWidth(session) }, session));
    session.printJson({ run: run.path, ...story } as unknown as Json);
    // It explains, and judges nothing: that it could is what it reports.
    return EXIT.valid;
  },
};

/** A picture may be as wide as the terminal, where text would read badly. */
function pictureWidth({ io, width }: Session): number {
  const asked = /^[1-9]\d*$/.test(io.env.COLUMNS ?? '') ? Number(io.env.COLUMNS) : io.stdout.columns;
  return Math.max(width, Math.min(WIDEST_PICTURE, asked ?? width));
}
