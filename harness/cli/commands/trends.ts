/** `harness trends`: how campaigns went over time, and whether anything has become slower. */
import { resolve } from 'node:path';
import type { Json } from '../../core/json.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { storeOf } from '../store-directory.ts';

export const trends: Command = {
  name: 'trends',
  summary: 'Draw how campaigns went over time: speed, failures, coverage',
  flags: { ...CONFIG_FLAGS, ...STORE_FLAG, ...OUTPUT_FLAGS },
  examples: [['', 'Those of ./store']],
  async run({ values }, session) {
    const [{ trendsOf }, { trendsReport }] = await Promise.all([
      import('../../campaign/history/trends.ts'),
      import('../../campaign/report/trends.ts'),
    ]);
    const found = trendsOf(resolve(storeOf(values)));
    session.print(trendsReport(found, session));
    session.printJson(found as unknown as Json);
    return EXIT.valid;
  },
};
