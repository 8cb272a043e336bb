/** `harness clean`: removes what runs have left behind that were killed before they could clean up after themselves. */
import type { Json } from '../../core/json.ts';
import { sweep } from '../../environments/local/clean/sweep.ts';
import { table } from '../../report/layout.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { OUTPUT_FLAGS } from '../flag.ts';

export const clean: Command = {
  name: 'clean',
  summary: 'Remove what runs left behind that were killed',
  flags: OUTPUT_FLAGS,
  examples: [['', 'End their processes and remove their folders and containers; others go on']],
  async run(_input, session) {
    // Loaded when it is wanted: no other command should wait for what talks to engines.
    const { sweepEngine } = await import('../../environments/docker/clean/sweep.ts');
    const removed = [...(await sweep()), ...(await sweepEngine())];
    const rows = removed.map(({ run, kind, what }) => [run, kind, what]);
    session.print(rows.length === 0 ? 'nothing to clean' : table(['run', 'removed', ''], rows, {}, session));
    session.printJson({ removed } as unknown as Json);
    return EXIT.valid;
  },
};
