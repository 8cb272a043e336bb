/**
 * The parts of a deployment, one line each, on stderr and only where that is a terminal: what goes on, and how long it took.
 * What draws them is loaded with the first, for most runs have none.
 */
import type { OnStep } from '../runner/steps.ts';
import type { Session } from './command.ts';

export function stepList({ io, isJson }: Session): OnStep {
  const { bar } = io;
  // They follow each other, and so must their lines.
  let last: Promise<void> = Promise.resolve();
  return (title, over) => {
    // What becomes of it is told by whoever waits for it.
    over.catch(() => undefined);
    if (bar === undefined || isJson) return;
    last = last.then(() => draw(title, over, bar)).catch(() => undefined);
  };
}

async function draw(title: string, over: Promise<void>, terminal: NodeJS.WritableStream): Promise<void> {
  const { Listr, ListrLogger, PRESET_TIMER, ProcessOutput } = await import('listr2');
  const stream = terminal as NodeJS.WriteStream;
  const logger = new ListrLogger({ processOutput: new ProcessOutput(stream, stream) });
  const rendererOptions = { logger, timer: PRESET_TIMER };
  const list = new Listr([{ title, task: () => over }], { registerSignalListeners: false, rendererOptions });
  await list.run();
}
