/**
 * `harness report`: writes the report of a stored run, one HTML file. Runs get theirs when they end; this is for those that
 * were killed before, or were made by an older harness, and for a copy in another place.
 */
import { resolve } from 'node:path';
import { openRun } from '../../../histories/index.ts';
import { writeReport } from '../../report/html/index.ts';
import { labelledPath } from '../../report/layout.ts';
import type { Command } from '../command.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { storeOf } from '../store-directory.ts';

export const report: Command = {
  name: 'report',
  summary: 'Write the report of a stored run: one HTML file, which opens from the disk',
  positional: {
    name: 'run',
    describe: 'A run directory, its path in the store, or "latest"; otherwise the latest',
  },
  flags: {
    out: {
      group: 'Report:',
      describe: 'The file to write; otherwise report.html in the directory of the run',
      isConfigurable: false,
    },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['', 'The newest run'],
    ['latest --out failure.html', 'To send it to somebody'],
  ],
  async run({ positional = 'latest', values }, session) {
    const run = openRun(positional, storeOf(values), { isAnyVersion: true });
    const out = values.text('out');
    const path = out === undefined ? writeReport(run) : writeReport(run, resolve(out));
    session.print(labelledPath('Report', path, session));
    session.printJson({ run: run.path, report: path });
    return 0;
  },
};
