/** `harness serve`: a page for the browser over the runs of a store, until Ctrl-C. */

import { labelledPath, paragraph } from '../../report/layout.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { storeOf } from '../store-directory.ts';

const DEFAULT_PORT = 7357;
const HIGHEST_PORT = 65_535;

export const serve: Command = {
  name: 'serve',
  summary: 'Show the runs of the store in a browser on this machine, compare them, and start new ones',
  flags: {
    port: { group: 'Output:', describe: 'The port on 127.0.0.1; 0 for any that is free', fallback: DEFAULT_PORT },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['', 'The runs in ./store, at http://127.0.0.1:7357'],
    ['--store nightly --port 0', 'Another store, wherever there is room'],
  ],
  async run({ values }, session) {
    const port = values.wholeNumber('port', { low: 0, high: HIGHEST_PORT }) ?? DEFAULT_PORT;
    // No other command has a use for a web server.
    const [server, { starterIn, thisProgram }] = await Promise.all([
      import('../../serve/server.ts'),
      import('../starting.ts'),
    ]);
    const starter = (store: string) => starterIn(store, thisProgram());
    const running = await server.serve({ store: storeOf(values), port, starter });
    const { origin, token, store } = running;
    // In the part of an address that browsers keep to themselves.
    const url = `${origin}/#token=${token}`;
    announce({ url, store }, session);
    session.printJson({ url, origin, token, store, port: running.port });
    try {
      await aborted(session.io.interrupted);
    } finally {
      await running.close();
    }
    return EXIT.valid;
  },
};

function announce({ url, store }: { readonly url: string; readonly store: string }, session: Session): void {
  session.print(labelledPath('Store', store, session));
  // On a line of its own, which no terminal is too narrow to be asked to open.
  session.print(`\n  ${url}\n`);
  const remark =
    'Whoever opens this address may start runs; without what follows the # one can only look. Ctrl-C ends it.';
  session.print(`${paragraph(remark, session.width)}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
