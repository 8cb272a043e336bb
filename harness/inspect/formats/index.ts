/** What a run can be written as, for others to read: by name, each with the endings of the files that it is known by. */
import { encodeEdn, type OpenedRun } from '../../../histories/index.ts';
import { UserError } from '../../core/errors.ts';
import { planLine } from '../plan-line.ts';
import type { PlotName } from '../plots/names.ts';
import { objectOf, textOf } from '../stored-verdicts.ts';
import { storyOf } from '../story.ts';
import { junitXml } from './junit.ts';
import { markdownOf } from './markdown.ts';
import { suiteOf } from './suites.ts';

export interface Format {
  /** Completes a list: `edn: ...`. */
  readonly summary: string;
  readonly ending: string;
  write(run: OpenedRun, plot: PlotName): Promise<string | Uint8Array>;
}

export const formats = {
  edn: {
    summary: "the history as Jepsen's history.edn",
    ending: '.edn',
    write: async (run) => encodeEdn(run.history().history),
  },
  junit: {
    summary: 'the verdicts as JUnit XML',
    ending: '.xml',
    write: async (run) => junitXml([suiteOf(run)]),
  },
  github: {
    summary: 'what went wrong as the Markdown of a job summary',
    ending: '.md',
    write: async (run) =>
      markdownOf({ story: storyOf(run), plan: planLine(run), replay: textOf(objectOf(run.results).replay) }),
  },
  svg: { summary: 'a plot', ending: '.svg', write: plotted },
  png: {
    summary: 'a plot',
    ending: '.png',
    async write(run, plot) {
      const { pngOf } = await import('../plots/png.ts');
      return pngOf(await plotted(run, plot));
    },
  },
} as const satisfies { readonly [name: string]: Format };

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];

async function plotted(run: OpenedRun, plot: PlotName): Promise<string> {
  const { svgOf } = await import('../plots/plots.ts');
  const { history } = run.history();
  const story = storyOf(run);
  if (plot === 'witness' && story.witness.length === 0) {
    throw new UserError(
      `${run.path}: nothing was found wrong in this run that could be drawn; plot its latency or its throughput`,
    );
  }
  return svgOf(plot, { history, story, title: planLine(run) });
}
