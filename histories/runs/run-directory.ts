/**
 * The directory of a run that is being made: plan.json, history.jsonl, results.json, and the logs of its nodes. All that
 * is needed to judge the run again, or to run it again, is in it.
 */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Json } from '../../harness/core/json.ts';
import { encodeMessages, type MessageLog } from '../codecs/messages.ts';
import { AppendFile } from './append-file.ts';
import { HistoryWriter } from './history-writer.ts';
import { writeFileAtomically } from './json-file.ts';
import { pointLatest } from './latest.ts';
import { explained } from './store-error.ts';

export const historyFile = 'history.jsonl';
export const planFile = 'plan.json';
export const resultsFile = 'results.json';
export const statesFile = 'states.jsonl';
export const reportFile = 'report.html';
export const messagesFile = 'messages.bin';

export class RunDirectory {
  /** The store that it is in. */
  readonly store: string;
  readonly path: string;

  /** The directory exists already; `createRun` makes one. */
  constructor(store: string, path: string) {
    this.store = store;
    this.path = path;
  }

  /** The name that tells it from all other runs of its test: `<timestamp>-<seed>`. */
  get name(): string {
    return basename(this.path);
  }

  /** Opens history.jsonl for appending; once per run. */
  history(): HistoryWriter {
    return new HistoryWriter(join(this.path, historyFile));
  }

  /** Writes `<name>` (as in `results.json`) as a whole or not at all. */
  writeJson(name: string, value: Json): void {
    writeFileAtomically(join(this.path, name), `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** A log for one node: `nodes/<node>.log`. */
  nodeLog(node: string): AppendFile {
    const directory = join(this.path, 'nodes');
    explained('create', directory, () => mkdirSync(directory, { recursive: true }));
    return new AppendFile(join(directory, `${node.replaceAll(/[^\w.-]/g, '_')}.log`));
  }

  /** What becomes of the nodes, a line for each change: states.jsonl. */
  states(): AppendFile {
    return new AppendFile(join(this.path, statesFile));
  }

  /** All messages of a simulation: messages.bin. */
  writeMessages(log: MessageLog): void {
    writeFileAtomically(join(this.path, messagesFile), deflateSync(encodeMessages(log)));
  }

  /** Makes this run `latest`, in the store and among the runs of its test. */
  linkLatest(): void {
    pointLatest(this.store, this.path);
    pointLatest(dirname(this.path), this.path);
  }
}
