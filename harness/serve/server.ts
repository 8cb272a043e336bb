/**
 * `harness serve`: the runs of a store as a page for a browser on this machine. Binds to 127.0.0.1 and nowhere else. Whoever
 * started it holds a token, without which one can look but not start anything.
 */
import { randomBytes } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { codeOf } from '../../histories/runs/store-error.ts';
import { HISTORY } from '../campaign/history/file.ts';
import { UserError } from '../core/errors.ts';
import { Events } from './events.ts';
import { Jobs, type Starter } from './jobs.ts';
import { type PageFiles, pageFiles } from './page-files.ts';
import { routesOf } from './routes.ts';
import { StoreIndex } from './store-index.ts';

export interface ServeOptions {
  readonly store: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** How runs are started in the store. */
  starter(store: string): Starter;
  readonly page?: PageFiles;
}

export interface RunningServer {
  /** Absolute, without links in it. */
  readonly store: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** Ends what was started from the page, and then the server. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const TOKEN_BYTES = 18;
/** How soon a page that is open shows a run that somebody else made. */
const LOOK_EVERY_MS = 1_000;

export async function serve({ store: named, port, starter, page = pageFiles() }: ServeOptions): Promise<RunningServer> {
  const store = realStore(named);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const tellStore = (): void => events.send('store', { total: index.runs.length, read: index.readCount });
  const index = new StoreIndex(store, tellStore);
  let looking: NodeJS.Timeout | undefined;
  const isHistoryChanged = historyWatch(store);
  const look = (): void => {
    index.refresh();
    if (isHistoryChanged()) tellStore();
  };
  const events = new Events(
    () => {
      looking = setInterval(look, LOOK_EVERY_MS);
    },
    () => clearInterval(looking),
  );
  const jobs = new Jobs(starter(store), (job) => events.send('job', job));
  const server = createAdaptorServer({ fetch: routesOf({ store, token, index, jobs, events, page }).fetch });
  const bound = await listen(server, port);
  index.refresh();
  return {
    store,
    origin: `http://${HOST}:${bound}`,
    port: bound,
    token,
    async close() {
      await jobs.close();
      index.close();
      clearInterval(looking);
      await stopped(server);
    },
  };
}

function realStore(named: string): string {
  let path: string;
  try {
    path = realpathSync(named);
  } catch (cause) {
    const reason = codeOf(cause) === 'EACCES' ? 'permission denied' : 'no such directory';
    throw new UserError(`${named}: ${reason}; name the directory of a store with --store, or run a test first`);
  }
  if (statSync(path).isDirectory()) return path;
  throw new UserError(`${named}: this is a file, not the directory of a store; name another one with --store`);
}

/** Says whether the history is another one since it was last asked: a campaign without a failure leaves nothing else. */
function historyWatch(store: string): () => boolean {
  let known = stampOf(store);
  return () => {
    const before = known;
    known = stampOf(store);
    return known !== before;
  };
}

const stampOf = (store: string): number | undefined =>
  statSync(join(store, HISTORY), { throwIfNoEntry: false })?.mtimeMs;

function listen(server: ServerType, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(refusalOf(cause, port)));
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

function refusalOf(cause: unknown, port: number): unknown {
  const code = codeOf(cause);
  if (code === 'EADDRINUSE') {
    return new UserError(`--port ${port} is in use on ${HOST}: choose another one, or 0 for any that is free`);
  }
  if (code !== 'EACCES') return cause;
  return new UserError(
    `--port ${port} may not be opened by this user: choose one above 1023, or 0 for any that is free`,
  );
}

/** Streams of events never end by themselves. */
function stopped(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
