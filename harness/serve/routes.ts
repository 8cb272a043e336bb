/**
 * What the server answers, by address. Looking needs nothing; starting and cancelling need the token. Addresses name runs by
 * plain words, which run-place.ts alone turns into places on the disk; the files of the page are in memory.
 */
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { reportFile } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import type { RunRef } from './api.ts';
import { campaignCourse, campaignTrends } from './campaigns.ts';
import { comparisonOf } from './comparison.ts';
import { currentReport } from './current-report.ts';
import type { Events } from './events.ts';
import { FILE_POLICY, headers, mayChange, ownHost, ownPage, REPORT_POLICY, refusal } from './guard.ts';
import type { Jobs } from './jobs.ts';
import type { PageFiles } from './page-files.ts';
import { jobRequestOf } from './requests.ts';
import { detailsOf } from './run-details.ts';
import { runPage } from './run-list.ts';
import { fileOf, runDirectory } from './run-place.ts';
import { openPlaced, problemText } from './run-row.ts';
import { startOptions } from './start-options.ts';
import type { StoreIndex } from './store-index.ts';

export interface Served {
  /** Absolute, without links in it. */
  readonly store: string;
  readonly token: string;
  readonly index: StoreIndex;
  readonly jobs: Jobs;
  readonly events: Events;
  readonly page: PageFiles;
}

/** What no request of the page comes near to. */
const LARGEST_REQUEST = 64 * 1024;

/** Where the page has its views: all of them are the same document, which reads the address. */
const VIEWS = ['/', '/run/:test/:name', '/compare', '/trends', '/start'];

export function routesOf(served: Served): Hono {
  const { store, token, index, jobs, events, page } = served;
  const app = new Hono();
  app.use(headers, ownHost);
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json(refusal(error.message), error.status);
    const isOurs = !(error instanceof UserError);
    return context.json(refusal(problemText(error, store)), isOurs ? 500 : 400);
  });
  app.notFound((context) => context.json(refusal('there is nothing at this address'), 404));

  for (const view of VIEWS) app.get(view, (context) => page.document(context));
  app.get('/assets/:file', (context) => page.asset(context, context.req.param('file')) ?? context.notFound());
  app.get('/runs/:test/:name/:file{.+}', (context) => runFile(context, store));

  app.use('/api/*', ownPage);
  app.get('/api/runs', (context) => context.json(runPage(index, new URL(context.req.url).searchParams)));
  app.get('/api/runs/:test/:name', (context) => {
    const opened = openPlaced(store, refOf(context));
    if ('problem' in opened) return context.json(refusal(opened.problem), 404);
    return context.json(detailsOf(opened.run, store));
  });
  app.get('/api/compare', (context) => compare(context, store));
  app.get('/api/trends', async (context) => context.json(await campaignTrends(store)));
  app.get('/api/trends/course', async (context) => {
    const course = await campaignCourse(store, context.req.query('campaign') ?? '');
    return course === undefined ? context.json(refusal('there is no such campaign'), 404) : context.json(course);
  });
  app.get('/api/options', (context) => context.json(startOptions()));
  app.get('/api/jobs', (context) => context.json(jobs.jobs));
  app.get('/api/events', (context) => events.stream(context));

  const small = bodyLimit({ maxSize: LARGEST_REQUEST });
  app.on('POST', '/api/*', mayChange(token), small);
  app.post('/api/token', (context) => context.json({}));
  app.post('/api/jobs', async (context) => {
    return context.json(await jobs.add(jobRequestOf(await bodyOf(context))), 202);
  });
  app.post('/api/jobs/:id/cancel', (context) => {
    const job = jobs.cancel(context.req.param('id'));
    return job === undefined ? context.json(refusal('there is no such run'), 404) : context.json(job);
  });
  return app;
}

function refOf(context: Context): RunRef {
  return { test: context.req.param('test') ?? '', name: context.req.param('name') ?? '' };
}

function compare(context: Context, store: string): Response {
  const found = ['a', 'b'].map((side) => {
    const [test = '', name = '', ...more] = (context.req.query(side) ?? '').split('/');
    const opened =
      more.length > 0 ? { problem: `${side} is not the name of a run` } : openPlaced(store, { test, name });
    return 'problem' in opened ? opened : { run: opened.run, details: detailsOf(opened.run, store) };
  });
  const problem = found.flatMap((one) => ('problem' in one ? [one.problem] : []))[0];
  if (problem !== undefined) return context.json(refusal(problem), 404);
  const [a, b] = found.flatMap((one) => ('problem' in one ? [] : [one]));
  if (a === undefined || b === undefined) throw new Error('a comparison has two sides');
  return context.json(comparisonOf(a, b));
}

/** A file of a run, as text; or its report, made now if it is missing or older than the run. */
function runFile(context: Context, store: string): Response | Promise<Response> {
  const directory = runDirectory(store, refOf(context));
  const name = context.req.param('file') ?? '';
  if (directory === undefined) return context.notFound();
  if (name === reportFile) {
    const opened = openPlaced(store, refOf(context));
    if ('problem' in opened) return context.json(refusal(opened.problem), 404);
    return sent(currentReport(opened.run), { type: 'text/html; charset=utf-8', policy: REPORT_POLICY });
  }
  const path = fileOf(directory, name);
  return path === undefined
    ? context.notFound()
    : sent(path, { type: 'text/plain; charset=utf-8', policy: FILE_POLICY });
}

/** Bit by bit, for histories may be large. */
function sent(path: string, { type, policy }: { readonly type: string; readonly policy: string }): Response {
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': policy,
    'Content-Length': String(statSync(path).size),
  };
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, { headers });
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new UserError('expected JSON');
  }
}
