/**
 * Samples the CPU while a function runs and says which part of the product each sample fell into, by the file on top of the
 * stack. Uses V8's own profiler through node:inspector.
 */
import { Session } from 'node:inspector/promises';

/** Self time by part, as shares of all samples that were not idle. */
export type Shares = { readonly [part: string]: number };

export async function profiled<T>(run: () => Promise<T>): Promise<{ result: T; shares: Shares }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  const result = await run();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const parts = new Map(profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame.functionName, callFrame.url)]));
  const counts = new Map<string, number>();
  for (const sample of profile.samples ?? []) {
    const part = parts.get(sample) ?? 'other';
    if (part !== 'idle') counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return { result, shares: Object.fromEntries(sorted.map(([part, count]) => [part, count / total])) };
}

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/environments\/sim/, 'simulator'],
  [/msgpackr|raft\/messages/, 'codec'],
  [/targets\//, 'target'],
  [/checkers\//, 'checkers'],
  [/harness\/(runner|generators|workloads)|nemesis\//, 'runner and generators'],
  [/histories\//, 'histories'],
  [/pure-rand|core\/random/, 'random numbers'],
  [/^wasm:/, 'checkers'],
  [/^node:/, 'node'],
];

function partOf(functionName: string, url: string): string {
  if (functionName === '(idle)' || functionName === '(root)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collector';
  return PARTS.find(([pattern]) => pattern.test(url))?.[1] ?? 'other';
}
