/**
 * `npm run bench local`: how many operations per second the runner can drive and record in real time, with 50 clients
 * against a server that does nothing, beside what a plain load generator gets out of the same server in the same run. All on
 * loopback, the server in a process of its own; the history goes to the disk as in any run, and every response is awaited.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf } from '../harness/core/random.ts';
import { secondsToNs } from '../harness/core/time.ts';
import { RealClock } from '../harness/environments/local/run-clock.ts';
import { timeLimit } from '../harness/generators/bounds.ts';
import { clients } from '../harness/generators/threads.ts';
import { DEFAULTS, planOf } from '../harness/plan.ts';
import { Interpreter } from '../harness/runner/interpreter.ts';
import { Recorder } from '../harness/runner/recorder.ts';
import { registerWorkload } from '../harness/workloads/register.ts';
import { HistoryWriter } from '../histories/store.ts';
import { autocannon } from './local/autocannon.ts';
import { Connection } from './local/connection.ts';
import { startServer } from './local/server.ts';

const CLIENTS = 50;
const SECONDS = 5;
const TICK_MS = 1_000;

const line = (what: string, perSecond: number, beside?: number): void => {
  const ratio = beside === undefined ? '' : `  ${(perSecond / beside).toFixed(2)}`;
  console.log(`${what.padEnd(64)} ${Math.round(perSecond).toLocaleString('en').padStart(9)}${ratio}`);
};

const server = await startServer();
try {
  console.log(
    `${CLIENTS} clients, ${SECONDS} s each, a server that does nothing; operations per second, and the ratio to the load generator`,
  );
  const plain = await autocannon(server.url, { connections: CLIENTS, seconds: SECONDS });
  if (plain === undefined) console.log('autocannon is not installed: npm ci brings it');
  else line('autocannon', plain, plain);
  line('the same clients alone, in a loop', await loop(), plain);
  line('the runner: generator, clients, recorder, history on disk', await run(), plain);
} finally {
  server.stop();
}

/** What the clients of this bench could do at best. */
async function loop(): Promise<number> {
  const until = performance.now() + SECONDS * 1_000;
  const counts = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const connection = new Connection(server.port);
      let count = 0;
      for (; performance.now() < until; count++) await connection.request();
      connection.close();
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS;
}

/** The register workload as it is, as fast as it goes; the answers are the clients' own, and nobody judges them. */
async function run(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'harness-bench-'));
  const history = new HistoryWriter(join(folder, 'history.jsonl'));
  const flush = setInterval(() => history.flush(), TICK_MS);
  try {
    const clock = new RealClock();
    const recorder = new Recorder({ now: () => clock.now(), sink: (op) => history.append(op) });
    const interpreter = new Interpreter({
      clock,
      recorder,
      concurrency: CLIENTS,
      random: randomOf(1),
      patienceNs: secondsToNs(60),
      open: () => {
        const connection = new Connection(server.port);
        return {
          async invoke({ f, value }) {
            await connection.request();
            const fields = value as { readonly key: number };
            return f === 'read' ? { ...fields, value: null } : f === 'cas' ? { ...fields, applied: false } : value;
          },
          close: () => connection.close(),
        };
      },
    });
    const plan = planOf({ ...DEFAULTS, seed: 1 });
    const before = performance.now();
    await interpreter.run(timeLimit(secondsToNs(SECONDS), clients(registerWorkload.generator(plan))));
    const seconds = (performance.now() - before) / 1_000;
    interpreter.close();
    return recorder.invocations / seconds;
  } finally {
    clearInterval(flush);
    history.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
