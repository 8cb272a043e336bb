/**
 * The history of campaigns: one SQLite file in the store, to which each campaign adds what came of it. A campaign that goes
 * on later replaces its own rows. Whoever writes at the same time is waited for; what a killed process left locked is
 * opened again. A file that is no database is left as it is, and said.
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sqlite, { type Database } from 'node-sqlite3-wasm';
import { UserError } from '../../core/errors.ts';
import { HISTORY } from './file.ts';

export interface CampaignRow {
  /** Of the campaign and the shard: the same when it goes on. */
  readonly id: string;
  readonly name: string;
  /** When it ended, or was interrupted, in milliseconds since the epoch. */
  readonly endedAtMs: number;
  /** Campaigns of equal plans on equal machines can be compared. */
  readonly plan: string;
  readonly machine: string;
  readonly jobs: number;
  readonly runs: number;
  readonly failures: number;
  readonly crashes: number;
  readonly faults: number;
  readonly virtualMs: number;
  readonly elapsedMs: number;
  readonly reached: number;
  readonly situations: number;
  readonly pairs: number;
  /** Causes, not runs. */
  readonly causes: number;
}

/** How fast the runs of one target were: the time that passed in them, by the time that they took. */
export interface TargetRow {
  readonly target: string;
  readonly runs: number;
  readonly virtualMs: number;
  readonly wallMs: number;
}

/** On the way: what had been done by then. */
export interface SampleRow {
  readonly atMs: number;
  readonly runs: number;
  readonly failures: number;
  readonly reached: number;
}

export interface StoredCampaign extends CampaignRow {
  readonly targets: readonly TargetRow[];
  readonly samples: readonly SampleRow[];
}

const CAMPAIGN_COLUMNS = [
  ...['id', 'name', 'endedAtMs', 'plan', 'machine', 'jobs', 'runs', 'failures', 'crashes', 'faults'],
  ...['virtualMs', 'elapsedMs', 'reached', 'situations', 'pairs', 'causes'],
] as const;
const TARGET_COLUMNS = ['target', 'runs', 'virtualMs', 'wallMs'] as const;
const SAMPLE_COLUMNS = ['atMs', 'runs', 'failures', 'reached'] as const;

/** Raised when the tables change: a file of another version is not touched. */
const USER_VERSION = 1;
const TABLES = `
  create table if not exists campaign (${CAMPAIGN_COLUMNS.join(', ')}, primary key (id));
  create table if not exists target (id, ${TARGET_COLUMNS.join(', ')}, primary key (id, target));
  create table if not exists sample (id, ${SAMPLE_COLUMNS.join(', ')}, primary key (id, atMs));
  pragma user_version = ${USER_VERSION};
`;

export function addCampaign(store: string, campaign: StoredCampaign): void {
  const path = join(store, HISTORY);
  withDatabase(path, (database) => {
    database.exec('begin immediate');
    try {
      database.exec(TABLES);
      for (const table of ['campaign', 'target', 'sample']) {
        database.run(`delete from ${table} where id = ?`, [campaign.id]);
      }
      insert(database, 'campaign', CAMPAIGN_COLUMNS, { ...campaign });
      for (const row of campaign.targets)
        insert(database, 'target', ['id', ...TARGET_COLUMNS], { id: campaign.id, ...row });
      for (const row of campaign.samples)
        insert(database, 'sample', ['id', ...SAMPLE_COLUMNS], { id: campaign.id, ...row });
      database.exec('commit');
    } catch (error) {
      if (database.inTransaction) database.exec('rollback');
      throw error;
    }
  });
}

/** The oldest first; none if nothing was ever added. */
export function storedCampaigns(store: string): readonly StoredCampaign[] {
  const path = join(store, HISTORY);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return [];
  return withDatabase(path, (database) => {
    const campaigns = database.all('select * from campaign order by endedAtMs') as unknown as CampaignRow[];
    const of = <T>(table: string, columns: readonly string[], id: string): T[] =>
      database.all(`select ${columns.join(', ')} from ${table} where id = ? order by ${columns[0]}`, [
        id,
      ]) as unknown as T[];
    return campaigns.map((campaign) => ({
      ...campaign,
      targets: of<TargetRow>('target', TARGET_COLUMNS, campaign.id),
      samples: of<SampleRow>('sample', SAMPLE_COLUMNS, campaign.id),
    }));
  });
}

function insert(
  database: Database,
  table: string,
  columns: readonly string[],
  row: { readonly [column: string]: unknown },
) {
  const values = columns.map((column) => row[column] as string | number);
  database.run(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, values);
}

const PATIENCE_MS = 5_000;
const PAUSE_MS = 50;
/** A write takes milliseconds: who has held the lock for that long is gone. */
const ABANDONED_MS = 60_000;

function withDatabase<T>(path: string, work: (database: Database) => T): T {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    let database: Database | undefined;
    try {
      database = new sqlite.Database(path);
      refuseOther(database, path);
      return work(database);
    } catch (error) {
      if (!(error instanceof sqlite.SQLite3Error)) throw error;
      if (!/locked|busy/i.test(error.message)) throw damaged(path, error);
      if (!freeAbandoned(path) && waitedMs >= PATIENCE_MS) {
        throw new UserError(`${path} is in use by another process: try again when that is over`);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    } finally {
      database?.close();
    }
  }
}

function refuseOther(database: Database, path: string): void {
  const row = database.get('pragma user_version') as { readonly user_version?: number } | null;
  const version = row?.user_version ?? 0;
  if (version === 0 || version === USER_VERSION) return;
  throw new UserError(
    `${path} is of version ${version}, and this harness knows version ${USER_VERSION}: use a newer one`,
  );
}

const damaged = (path: string, { message }: Error): UserError =>
  new UserError(
    `cannot read the history of campaigns in ${path}: ${message}; move the file away, and the next campaign begins a new one`,
  );

/** The library's lock is a folder beside the file. */
function freeAbandoned(path: string): boolean {
  const lock = `${path}.lock`;
  const stat = statSync(lock, { throwIfNoEntry: false });
  if (stat === undefined || Date.now() - stat.mtimeMs < ABANDONED_MS) return false;
  rmSync(lock, { recursive: true, force: true });
  return true;
}
