/**
 * The journal of a campaign: a file that is only appended to. Its first line is the campaign, each other one a run that is
 * over. It is all that a campaign knows of its past, so that one which was killed goes on where it was: a line that was cut
 * off in the middle is a run that was not done. Totals are always those of the journal.
 */
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile } from '../../histories/store.ts';
import { UserError } from '../core/errors.ts';
import { CAMPAIGN_VERSION, type Campaign } from './campaign.ts';
import type { RunRecord } from './record.ts';

export const JOURNAL = 'journal.jsonl';

export class Journal {
  readonly directory: string;
  readonly campaign: Campaign;
  readonly records: RunRecord[];
  readonly #file: AppendFile;

  /** A new one, in a directory that is there and has none. */
  static begin(directory: string, campaign: Campaign): Journal {
    const path = join(directory, JOURNAL);
    if (existsSync(path)) {
      throw new UserError(`${path} is there already: go on with it by --resume ${directory}, or choose another --name`);
    }
    writeFileSync(path, `${JSON.stringify(campaign)}\n`);
    return new Journal(directory, campaign, []);
  }

  /** One that was left behind, to go on with. */
  static open(directory: string): Journal {
    const { campaign, records, wholeBytes } = readJournal(directory);
    truncateSync(join(directory, JOURNAL), wholeBytes);
    return new Journal(directory, campaign, records);
  }

  private constructor(directory: string, campaign: Campaign, records: RunRecord[]) {
    this.directory = directory;
    this.campaign = campaign;
    this.records = records;
    this.#file = new AppendFile(join(directory, JOURNAL));
  }

  /** The operating system has it when this returns: it outlives the process. */
  append(record: RunRecord): void {
    this.#file.write(JSON.stringify(record));
    this.#file.flush();
    this.records.push(record);
  }

  close(): void {
    this.#file.close();
  }
}

export interface ReadJournal {
  readonly campaign: Campaign;
  readonly records: RunRecord[];
  /** What comes after was cut off. */
  readonly wholeBytes: number;
}

export function readJournal(directory: string): ReadJournal {
  const path = join(directory, JOURNAL);
  if (!existsSync(path)) {
    throw new UserError(`${directory} is no campaign: there is no ${JOURNAL} in it`);
  }
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  const [first = '', ...lines] = text.slice(0, end).split('\n').slice(0, -1);
  const campaign = headOf(first, path);
  const records = lines.map((line, i) => recordIn(line, `${path}:${i + 2}`));
  return { campaign, records, wholeBytes: Buffer.byteLength(text.slice(0, end)) };
}

function headOf(line: string, path: string): Campaign {
  const head = parsed(line) as Partial<Campaign> | undefined;
  if (head === undefined || !Array.isArray(head.entries) || typeof head.seed !== 'number') {
    throw new UserError(`${path}:1: expected the campaign, got ${excerpt(line)}: the file is damaged, begin a new one`);
  }
  if (head.version !== CAMPAIGN_VERSION) {
    throw new UserError(
      `${path} is of version ${head.version}, and this harness goes on with version ${CAMPAIGN_VERSION} alone: begin a new campaign`,
    );
  }
  return head as Campaign;
}

function recordIn(line: string, place: string): RunRecord {
  const record = parsed(line) as Partial<RunRecord> | undefined;
  if (typeof record?.number === 'number' && typeof record.outcome === 'string' && typeof record.atMs === 'number') {
    return record as RunRecord;
  }
  throw new UserError(`${place}: expected a run, got ${excerpt(line)}: take that line out, and its run is done again`);
}

function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const excerpt = (line: string): string => (line.length > 40 ? `${line.slice(0, 37)}...` : line || 'nothing');
