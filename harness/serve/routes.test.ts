/** What the server answers to whom: everything of the store to a page of its own, and nothing else to anybody. */
import { readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addCampaign } from '../campaign/history/database.ts';
import { HISTORY } from '../campaign/history/file.ts';
import type { CampaignTrends, Job, RunRef } from './api.ts';
import { fromPage, ORIGIN, posted, serverOf, storedNight, type TestServer, TestStore } from './serve.support.ts';

const store = new TestStore();
const SECRET = 'not of the store';
let good: RunRef;
let bad: RunRef;
let server: TestServer;

const get = (path: string, headers: { readonly [name: string]: string } = {}) =>
  server.app.request(`${ORIGIN}${path}`, { headers: { ...fromPage, ...headers } });
// biome-ignore lint/suspicious/noExplicitAny: what is in it is for the test to say.
const json = async (path: string): Promise<any> => (await get(path)).json();
const at = ({ test, name }: RunRef, file = ''): string => `${test}/${name}${file === '' ? '' : `/${file}`}`;

beforeAll(async () => {
  writeFileSync(join(store.outside, 'secret.txt'), SECRET);
  good = await store.run({ seed: 1 });
  bad = await store.run({
    target: 'quorum',
    settings: { consistency: 'eventual' },
    nemesis: 'partition',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
    seed: 8,
  });
  server = serverOf(store.path);
});

describe('what is asked for', () => {
  test.each(['/', '/run/raft-register/x', '/compare?a=x&b=y', '/trends?campaign=x', '/start?target=raft'])(
    '%s is the page',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<title>page</title>');
    },
  );

  test('the list has every run, the newest first, and what each came to', async () => {
    const { rows, matching, total } = await json('/api/runs');
    expect({ matching, total }).toEqual({ matching: 2, total: 2 });
    expect(rows).toEqual([
      expect.objectContaining({ ...bad, verdict: 'invalid', target: 'quorum', nemesis: 'partition', seed: '8' }),
      expect.objectContaining({ ...good, verdict: 'valid', target: 'raft', workload: 'register', env: 'sim' }),
    ]);
    expect(rows[0]).toMatchObject({ checker: 'linearizable', because: expect.stringContaining('fits nowhere') });
    expect(Date.parse(rows[1].startedAt)).toBeGreaterThan(0);
  });

  test('a run is told with its story, its verdicts, numbers and files', async () => {
    const details = await json(`/api/runs/${at(bad)}`);
    expect(details.row.verdict).toBe('invalid');
    expect(details.story.verdict).toBe(false);
    expect(details.story.headline).toMatch(/\w/);
    expect(details.checkers[0]).toMatchObject({ checker: 'linearizable', verdict: 'invalid' });
    expect(details.plan).toContainEqual({ what: 'settings.consistency', value: 'eventual' });
    expect(details.ops.length).toBeGreaterThan(0);
    expect(details.latencyMs[0]).toMatchObject({ p50: expect.any(Number), max: expect.any(Number) });
    expect(details.replay).toMatch(/^npx harness test --seed 8 --target quorum /);
    expect(details.files.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['plan.json', 'results.json', 'history.jsonl', 'nodes/n1.log']),
    );
  });

  test.each([['plan.json'], ['history.jsonl'], ['nodes/n1.log']])('%s comes as it is', async (file) => {
    const response = await get(`/runs/${at(good, file)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(readFileSync(join(store.path, at(good, file)), 'utf8'));
  });

  test('a report is made when it is missing or old, and only then', async () => {
    const ref = { ...bad, name: `${bad.name}-2` };
    const directory = store.copy(bad, ref);
    rmSync(join(directory, 'report.html'), { force: true });
    const made = await get(`/runs/${at(ref, 'report.html')}`);
    expect(made.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await made.text()).toContain('id="harness-report"');
    writeFileSync(join(directory, 'report.html'), 'as it was left');
    expect(await (await get(`/runs/${at(ref, 'report.html')}`)).text()).toBe('as it was left');
    // Older than the run, however coarse the file system's clock is.
    utimesSync(join(directory, 'report.html'), new Date(1_000), new Date(1_000));
    expect(await (await get(`/runs/${at(ref, 'report.html')}`)).text()).toContain('id="harness-report"');
    rmSync(directory, { recursive: true });
  });

  test('two runs are compared', async () => {
    const compared = await json(`/api/compare?a=${at(good)}&b=${at(bad)}`);
    expect(compared.sameHistory).toBe(false);
    expect(compared.plan).toContainEqual({ what: 'target', a: 'raft', b: 'quorum' });
    expect(compared.plan).toContainEqual({ what: 'settings.consistency', b: 'eventual' });
    expect(compared.plan.map(({ what }: { what: string }) => what)).not.toContain('env');
    expect(compared.checkers).toContainEqual({ what: 'linearizable', a: 'valid', b: 'invalid' });
    expect(compared.b.story.verdict).toBe(false);
    expect(await json(`/api/compare?a=${at(good)}&b=${at(good)}`)).toMatchObject({ sameHistory: true, plan: [] });
  });

  test('campaigns are told from the first to the last, and each by itself with its course', async () => {
    const other = new TestStore();
    const { app } = serverOf(other.path);
    const asked = (path: string) => app.request(`${ORIGIN}${path}`, { headers: fromPage });
    expect(await (await asked('/api/trends')).json()).toEqual({ campaigns: [], remarks: [] });
    // A store in which nobody has run a campaign is not written to.
    expect(readdirSync(other.path)).toEqual([]);
    for (const night of [1, 2, 3, 4]) addCampaign(other.path, storedNight(night, night === 4 ? 0.5 : 1));
    const { campaigns, remarks } = (await (await asked('/api/trends')).json()) as CampaignTrends;
    expect(campaigns).toHaveLength(4);
    expect(campaigns[0]).toMatchObject({ id: 'night-1/1of1', runs: 100, runsPerSecond: 10, speeds: { raft: 50 } });
    expect(campaigns[0]).not.toHaveProperty('course');
    expect(remarks).toEqual([expect.stringMatching(/^raft ran 50 % slower/)]);
    const course = await asked('/api/trends/course?campaign=night-2/1of1');
    expect(await course.json()).toEqual({ course: storedNight(2).samples });
    for (const nobody of ['', '?campaign=night-9/1of1']) {
      const none = await asked(`/api/trends/course${nobody}`);
      expect([none.status, await none.json()]).toEqual([404, { error: 'there is no such campaign' }]);
    }
  });

  test('a history that is damaged is told in one sentence, and the server goes on', async () => {
    const other = new TestStore();
    const { app } = serverOf(other.path);
    writeFileSync(join(other.path, HISTORY), 'no database '.repeat(100));
    for (const path of ['/api/trends', '/api/trends/course?campaign=x']) {
      const response = await app.request(`${ORIGIN}${path}`, { headers: fromPage });
      expect(response.status).toBe(400);
      const sentence =
        /^cannot read the history of campaigns in campaigns\.sqlite: .*; move the file away, and the next campaign begins a new one$/;
      expect(await response.json()).toEqual({ error: expect.stringMatching(sentence) });
    }
    expect((await app.request(`${ORIGIN}/api/runs`, { headers: fromPage })).status).toBe(200);
  });

  test('what can be started is listed', async () => {
    const { targets, nemeses, defaults } = await json('/api/options');
    expect(targets.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['raft', 'etcd']));
    expect(targets[0]).toMatchObject({ name: 'raft', env: 'sim', workloads: expect.arrayContaining(['register']) });
    expect(nemeses.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['none', 'partition', 'partition:majorities-ring']),
    );
    expect(defaults).toMatchObject({ nodes: '5', concurrency: '2n', 'time-limit': '60' });
  });
});

describe('nothing outside of the store is served', () => {
  const file = (words: string): string => `/runs/raft-register/${words}`;

  test.each([
    ['..'],
    ['../../secret.txt'],
    ['%2e%2e/%2e%2e/secret.txt'],
    ['..%2f..%2fsecret.txt'],
    ['%2e%2e%2f%2e%2e%2fsecret.txt/plan.json'],
    ['%252e%252e%252fsecret.txt/plan.json'],
    ['..%5c..%5csecret.txt/plan.json'],
    ['.../plan.json'],
    ['%2e/plan.json'],
    ['RUN/../../../secret.txt'],
    ['RUN/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt'],
    ['RUN/%252e%252e%252fsecret.txt'],
    ['RUN/nodes/../../../../secret.txt'],
    ['RUN/nodes/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt'],
    ['RUN/nodes/..%2fplan.json'],
    ['RUN/nodes/n1.log%2f..%2f..%2fplan.json'],
    ['RUN//etc/passwd'],
    ['RUN/%2fetc%2fpasswd'],
    ['RUN/plan.json%00.txt'],
    ['RUN%00/plan.json'],
    ['RUN/plan.json%0a'],
    ['RUN/PLAN.JSON/'],
    ['RUN/.plan.json.tmp'],
    ['RUN/nodes'],
    ['RUN/nodes/'],
    ['RUN/secret.txt'],
    ['%c0%ae%c0%ae/plan.json'],
    ['%/plan.json'],
    ['latest/plan.json'],
    ['latest/report.html'],
    ['x'.repeat(5_000)],
  ])('%s', async (words) => {
    const response = await get(file(words.replace('RUN', good.name)));
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).not.toMatch(new RegExp(`${SECRET}|root:`));
  });

  test.each(['/api/runs/latest/x', '/api/runs/..%2f..%2fx/y', '/api/compare?a=../../x&b=/etc/passwd', '/api/compare'])(
    '%s names no run',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        error: expect.stringMatching(/no such run|nothing|is expected|name of a run/),
      });
    },
  );

  test.each<[what: string, link: (directory: string) => readonly [from: string, to: string]]>([
    ['a run', (directory) => [directory, join(store.outside, 'elsewhere')]],
    ['a plan', (directory) => [join(directory, 'plan.json'), join(store.outside, 'secret.txt')]],
    ['a history', (directory) => [join(directory, 'history.jsonl'), join(store.outside, 'secret.txt')]],
    ['a report', (directory) => [join(directory, 'report.html'), join(store.outside, 'secret.txt')]],
    ['what a report is written to first', (d) => [join(d, '.report.html.tmp'), join(store.outside, 'secret.txt')]],
    ['the logs', (directory) => [join(directory, 'nodes'), store.outside]],
  ])('a link in the place of %s is not followed', async (_what, link) => {
    const ref = { ...good, name: '2026-01-01T00-00-00.000Z-77' };
    const directory = store.copy(good, ref);
    const [from, to] = link(directory);
    rmSync(from, { recursive: true, force: true });
    symlinkSync(to, from);
    store.copy(good, { test: '../elsewhere', name: '.' });
    writeFileSync(join(store.outside, 'secret.log'), SECRET);
    for (const path of [
      ...['plan.json', 'history.jsonl', 'report.html', 'nodes/secret.log', 'nodes/n1.log'].map(
        (name) => `/runs/${at(ref, name)}`,
      ),
      `/api/runs/${at(ref)}`,
      `/api/compare?a=${at(ref)}&b=${at(good)}`,
      '/api/runs',
    ]) {
      expect(await (await get(path)).text()).not.toContain(SECRET);
    }
    expect((await get(`/runs/${at(ref, 'report.html')}`)).status).toBe(404);
    expect(readFileSync(join(store.outside, 'secret.txt'), 'utf8')).toBe(SECRET);
    rmSync(from, { force: true });
    rmSync(join(store.path, at(ref)), { recursive: true, force: true });
    rmSync(join(store.outside, 'elsewhere'), { recursive: true, force: true });
  });
});

describe('headers', () => {
  test.each([
    ['/', 200, /^default-src 'none'; script-src 'self'; /],
    ['/assets/app.mjs', 200, /^default-src 'none'; script-src 'self'; /],
    ['/api/runs', 200, /^default-src 'none'; script-src 'self'; /],
    ['/nowhere', 404, /^default-src 'none'; script-src 'self'; /],
    ['/runs/RUN/plan.json', 200, /^sandbox; default-src 'none'; /],
    // Its script may run, but as nobody's: without an origin it has no more rights here than any page elsewhere.
    ['/runs/RUN/report.html', 200, /^sandbox allow-scripts allow-downloads; default-src 'none'; /],
  ])('of %s are strict', async (path, status, policy) => {
    const { headers, status: got } = await get(path.replace('RUN', at(good)));
    expect(got).toBe(status);
    expect(headers.get('content-security-policy')).toMatch(policy);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('allow-same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([
    ['127.0.0.1:7357', 200],
    ['localhost:7357', 200],
    // A port that is forwarded from elsewhere.
    ['localhost:8000', 200],
    ['harness.example:7357', 421],
    ['127.0.0.1.example:7357', 421],
    ['localhost.example', 421],
    ['10.0.0.1:7357', 421],
    ['', 421],
  ])('Host %j answers %i', async (host, status) => {
    for (const path of ['/', '/api/runs', `/runs/${at(good, 'plan.json')}`]) {
      expect((await get(path, { Host: host })).status).toBe(status);
    }
  });

  test.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 200],
    ['none', 200],
  ])('data for a page that is %s answers %i', async (site, status) => {
    expect((await get('/api/runs', { 'Sec-Fetch-Site': site })).status).toBe(status);
    // A link from elsewhere leads to the page all the same.
    expect((await get('/', { 'Sec-Fetch-Site': site })).status).toBe(200);
  });
});

describe('to start a run', () => {
  const request = { kind: 'test', options: { nodes: '3' } };

  test.each<[why: string, status: number, headers: { readonly [name: string]: string }]>([
    ['no token', 401, { Authorization: '' }],
    ['another token', 401, { Authorization: 'Bearer something-else' }],
    ['the token in another way', 401, { Authorization: 'Basic the-token-of-this-test' }],
    ['a page elsewhere', 403, { Origin: 'https://example.org', 'Sec-Fetch-Site': 'cross-site' }],
    ['a page on another port', 403, { Origin: 'http://127.0.0.1:8080', 'Sec-Fetch-Site': 'same-site' }],
    ['a report, which has no origin', 403, { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
    ['an origin that is ours, from a site that is not', 403, { 'Sec-Fetch-Site': 'cross-site' }],
    ['a form', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['text', 415, { 'Content-Type': 'text/plain' }],
    ['nearly JSON', 415, { 'Content-Type': 'application/jsonp' }],
  ])('with %s is refused', async (_why, status, headers) => {
    for (const path of ['/api/jobs', '/api/jobs/1/cancel', '/api/token']) {
      const response = await server.app.request(`${ORIGIN}${path}`, posted(request, headers));
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ error: expect.stringMatching(/\w/) });
    }
    expect(server.starter.runs).toEqual([]);
  });

  test('needs an origin or a browser that says where it comes from', async () => {
    const { headers, ...rest } = posted(request);
    const { Origin, 'Sec-Fetch-Site': site, ...others } = headers as { readonly [name: string]: string };
    expect([Origin, site]).toEqual([ORIGIN, 'same-origin']);
    expect((await server.app.request(`${ORIGIN}/api/jobs`, { ...rest, headers: others })).status).toBe(403);
  });

  test.each<[body: unknown, error: RegExp]>([
    ['{"kind":', /^expected JSON$/],
    [{}, /^expected a test with options/],
    [{ kind: 'shell', options: {} }, /^expected a test/],
    [{ kind: 'test', options: { nodes: ['3', '4'] } }, /^expected a test/],
    [{ kind: 'test', options: { nodes: false } }, /^expected a test/],
    [{ kind: 'test', options: {}, store: '/tmp' }, /^expected a test/],
    [{ kind: 'replay', run: { test: '..', name: 'x' } }, /^expected a test/],
    [{ kind: 'replay', run: { test: 'a/b', name: '/etc' } }, /^expected a test/],
    [{ kind: 'test', options: { nodes: 'many' } }, /^--nodes must be a number, got many$/],
  ])('%j is refused in one sentence', async (body, error) => {
    const response = await server.app.request(`${ORIGIN}/api/jobs`, posted(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(error) });
  });

  test('a request that is too large is not read', async () => {
    const body = { kind: 'test', options: { nodes: 'x'.repeat(100_000) } };
    expect((await server.app.request(`${ORIGIN}/api/jobs`, posted(body))).status).toBe(413);
  });

  test('GET changes nothing', async () => {
    for (const path of ['/api/jobs/1/cancel', '/api/token']) expect((await get(path)).status).toBe(404);
  });

  test('it goes through its states, which are told, and can be cancelled', async () => {
    const response = await server.app.request(`${ORIGIN}/api/jobs`, posted(request));
    expect(response.status).toBe(202);
    const job = (await response.json()) as Job;
    expect(job).toMatchObject({ kind: 'test', state: 'running', command: 'harness test 1' });
    expect(await json('/api/jobs')).toEqual([job]);
    const cancelled = await server.app.request(`${ORIGIN}/api/jobs/${job.id}/cancel`, posted({}));
    expect(await cancelled.json()).toMatchObject({ id: job.id, isCancelling: true });
    expect(server.starter.runs[0]?.signals).toEqual(['interrupt']);
    expect((await server.app.request(`${ORIGIN}/api/jobs/none/cancel`, posted({}))).status).toBe(404);
    expect(server.told.at(-1)).toEqual(['job', expect.objectContaining({ id: job.id, isCancelling: true })]);
  });
});

test('no request has left anything in the store that is not of a run', () => {
  expect(readdirSync(store.path).sort()).toEqual(['latest', 'quorum-rw-register', 'raft-register']);
});
