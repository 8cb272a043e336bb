/** For tests: a store with a few small runs in it, a server's routes over it, and runs that are started without a process. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll } from 'vitest';
import type { StoredCampaign } from '../campaign/history/database.ts';
import { type Json, UserError } from '../index.ts';
import { DEFAULTS, type PlanOptions, planOf } from '../plan.ts';
import { runTest } from '../runner/run.ts';
import type { JobProgress, JobRequest, RunRef, ServerEvents } from './api.ts';
import { Events } from './events.ts';
import { Jobs, type PreparedRun, type Starter } from './jobs.ts';
import type { RunEnd } from './launch.ts';
import type { PageFiles } from './page-files.ts';
import { routesOf } from './routes.ts';
import { StoreIndex } from './store-index.ts';

export const TOKEN = 'the-token-of-this-test';
export const ORIGIN = 'http://127.0.0.1:7357';

/** A folder that is gone after the tests of a file. Beside the store there is room for what must not be served. */
export class TestStore {
  readonly outside = realpathSync(mkdtempSync(join(tmpdir(), 'harness-serve-')));
  readonly path = join(this.outside, 'store');

  constructor() {
    mkdirSync(this.path);
    afterAll(() => rmSync(this.outside, { recursive: true, force: true }));
  }

  /** A run of the simulation, as it is really stored. */
  async run(options: Partial<PlanOptions>): Promise<RunRef> {
    const plan = planOf({ ...DEFAULTS, timeLimitSeconds: 2, seed: 1, ...options });
    const { run } = await runTest(plan, { store: this.path });
    return refOf(run ?? '');
  }

  /** A directory with these files, by the way of a run or not. */
  make(ref: RunRef, files: { readonly [name: string]: string | Json }): string {
    const directory = join(this.path, ref.test, ref.name);
    mkdirSync(directory, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return directory;
  }

  copy(from: RunRef, to: RunRef): string {
    const directory = join(this.path, to.test, to.name);
    cpSync(join(this.path, from.test, from.name), directory, { recursive: true });
    return directory;
  }
}

function refOf(path: string): RunRef {
  const [name = '', test = ''] = path.split('/').reverse();
  return { test, name };
}

/** A run that the test ends when it likes. */
export class FakeRun implements PreparedRun {
  readonly command: string;
  readonly signals: string[] = [];
  isStarted = false;
  tell: (progress: JobProgress) => void = () => {};
  #end: (end: RunEnd) => void = () => {};

  constructor(command: string) {
    this.command = command;
  }

  start(onProgress: (progress: JobProgress) => void) {
    this.isStarted = true;
    this.tell = onProgress;
    const ended = new Promise<RunEnd>((resolve) => {
      this.#end = resolve;
    });
    return {
      ended,
      interrupt: () => void this.signals.push('interrupt'),
      kill: () => {
        this.signals.push('kill');
        this.end({ code: undefined, said: undefined, complaint: '' });
      },
    };
  }

  end(end: RunEnd): void {
    this.#end(end);
  }
}

export class FakeStarter implements Starter {
  readonly runs: FakeRun[] = [];

  async prepare(request: JobRequest): Promise<FakeRun> {
    if (request.kind === 'test' && request.options.nodes === 'many') {
      throw new UserError('--nodes must be a number, got many');
    }
    const run = new FakeRun(`harness ${request.kind} ${this.runs.length + 1}`);
    this.runs.push(run);
    return run;
  }
}

/** A campaign as it is in the history: raft at 50 times real time, or so many times that. */
export function storedNight(night: number, speed = 1): StoredCampaign {
  return {
    ...{ id: `night-${night}/1of1`, name: `night-${night}`, endedAtMs: Date.UTC(2026, 9, night, 2), plan: 'p' },
    ...{ machine: 'm', jobs: 2, runs: 100, failures: night, crashes: 0, faults: 300, virtualMs: 500_000 },
    ...{ elapsedMs: 10_000, reached: 15, situations: 19, pairs: 40, causes: 1 },
    targets: [{ target: 'raft', runs: 100, virtualMs: 500_000 * speed, wallMs: 10_000 }],
    samples: [
      { atMs: 5_000, runs: 60, failures: 0, reached: 12 },
      { atMs: 10_000, runs: 100, failures: night, reached: 15 },
    ],
  };
}

const emptyPage: PageFiles = {
  document: (context) => context.html('<!doctype html><title>page</title>'),
  asset: (context, name) => (name === 'app.mjs' ? context.text('script') : undefined),
};

export interface TestServer {
  readonly app: Hono;
  readonly index: StoreIndex;
  readonly starter: FakeStarter;
  readonly told: (readonly [event: string, data: ServerEvents[keyof ServerEvents]])[];
}

/** Everything but a socket. */
export function serverOf(store: string): TestServer {
  const events = new Events(
    () => {},
    () => {},
  );
  const told: [string, ServerEvents[keyof ServerEvents]][] = [];
  const index = new StoreIndex(store, () => told.push(['store', { total: index.runs.length, read: index.readCount }]));
  const starter = new FakeStarter();
  const jobs = new Jobs(starter, (job) => told.push(['job', job]));
  return { app: routesOf({ store, token: TOKEN, index, jobs, events, page: emptyPage }), index, starter, told };
}

/** As the page itself asks. */
export const fromPage = { Host: '127.0.0.1:7357', 'Sec-Fetch-Site': 'same-origin' };

export function posted(body: unknown, headers: { readonly [name: string]: string } = {}): RequestInit {
  return {
    method: 'POST',
    headers: {
      ...fromPage,
      Origin: ORIGIN,
      'Content-Type': 'application/json',
      Authorization: `Bearer ${TOKEN}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
