/** `harness doctor`: what works on this machine, and for what does not, what to install. */
import type { Json } from '../../core/json.ts';
import { diagnosisReport } from '../../report/diagnosis.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { OUTPUT_FLAGS } from '../flag.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Say which environments work on this machine, and what the others need',
  flags: OUTPUT_FLAGS,
  examples: [['', 'Look around']],
  async run(_input, session) {
    // Loaded when it is wanted: it starts programs, and no other command should wait for what that takes.
    const { diagnose } = await import('../diagnosis.ts');
    const diagnosis = await diagnose();
    session.print(diagnosisReport(diagnosis, session));
    session.printJson(diagnosis as unknown as Json);
    return diagnosis.ok ? EXIT.valid : EXIT.invalid;
  },
};
