/**
 * `harness check`: judges a history again, or one that somebody else recorded. A run of the store is judged by all that its
 * plan asks for; a file by linearizability, against a model that is named or told from its operations.
 */
import type { LinearizableOptions } from '../../../checkers/linearizable/index.ts';
import { assertFits, historyFormats } from '../../../histories/index.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { checkReport, type Judgement } from '../../report/check.ts';
import { judgeHistory } from '../../runner/judge.ts';
import type { Command, Input, Session } from '../command.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { type HistorySource, openSource } from '../history-source.ts';
import { JUDGING_FLAGS, judgingOf } from '../judging.ts';
import { modelNamed, modelNames } from '../models.ts';
import { Progress } from '../progress.ts';
import { rejudgeRun } from '../rejudge.ts';
import { storeOf } from '../store-directory.ts';

export const check: Command = {
  name: 'check',
  summary: 'Judge a stored run again, or a history file of any known format',
  positional: {
    name: 'history',
    describe: 'A run directory, "latest", a history file, or - for the standard input',
    ifMissing: 'harness check needs a history: name a run directory, "latest", a file, or - for the standard input',
  },
  flags: {
    model: {
      group: 'Judging:',
      describe: 'What the history is of; otherwise told from its operations, or by the plan',
      isConfigurable: false,
      values: () => modelNames(),
    },
    format: {
      group: 'Judging:',
      describe: `The format of a file, otherwise told by its content: ${historyFormats.join(', ')}`,
      isConfigurable: false,
      values: () => historyFormats,
    },
    ...JUDGING_FLAGS,
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['latest', 'The newest run, once more'],
    ['etcd.log --model cas-register', "One of Jepsen's logs"],
    ['queue.edn --model fifo-queue --algorithm jit', 'By search, whatever algorithm would apply'],
    ['- --json < history.edn', 'For machines'],
  ],
  async run({ positional = '', values }, session) {
    const store = storeOf(values);
    const model = modelFlag(values);
    const judging = judgingOf(values);
    const source = await openSource({ reference: positional, store, format: values.text('format') }, session.io);
    const progress = new Progress(session);
    const judgement = await judged(source, model, { ...judging, ...checkProgress(source, progress) }, session).finally(
      () => progress.end(),
    );
    session.print(checkReport(judgement, session));
    session.printJson(judgement as unknown as Json);
    return exitCodeOf(judgement.valid);
  },
};

function modelFlag(values: Input['values']): string | undefined {
  const name = values.text('model');
  return name === undefined ? undefined : modelNamed(name);
}

/** Where a search is long, something has to move. */
function checkProgress(source: HistorySource, progress: Progress): Pick<LinearizableOptions, 'onProgress'> {
  const total = source.kind === 'file' ? source.history.filter(({ type }) => type === 'invoke').length : undefined;
  if (total === undefined) return {};
  progress.update('checking', 0, total);
  return {
    onProgress: (decided) => progress.update(`${decided.toLocaleString('en-US')} operations decided`, decided, total),
  };
}

async function judged(
  source: HistorySource,
  model: string | undefined,
  judging: LinearizableOptions,
  session: Session,
): Promise<Judgement> {
  const { interrupted: signal } = session.io;
  if (source.kind === 'run' && model === undefined) return rejudgeRun(source.run, judging, session);
  const name = source.kind === 'run' ? source.run.historyPath : source.name;
  const { history, warnings } = source.kind === 'run' ? source.run.history() : source;
  for (const warning of warnings) session.warn(warning);
  const chosen = model ?? (source.kind === 'file' ? source.model : undefined);
  if (chosen === undefined) {
    throw new UserError(
      `${name}: no model knows all of its operations; name one with --model: ${modelNames().join(', ')}`,
    );
  }
  assertFits(history, chosen, name);
  return { source: name, ...(await judgeHistory(history, { ...judging, model: chosen, signal })) };
}
