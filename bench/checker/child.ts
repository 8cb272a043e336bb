/**
 * The measuring process: takes tasks as JSON from its standard input, and prints the outcome of each as a line of JSON. It
 * is a process of its own so that its peak of memory is that of its tasks alone, and no row warms up the code for another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { decodeHistory } from '../../histories/codecs/index.ts';
import type { Operation } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import { type HardModel, type HardShape, hardHistory, NoPlaceToSpoil } from '../histories/index.ts';
import { encodeForPeer } from '../peers/history-file.ts';
import { bareLoop } from './bare-loop.ts';
import { type Answer, checkerFor } from './ours.ts';
import type { Outcome, Task } from './task.ts';

const ATTEMPTS = 20;

const emptyBytes = process.memoryUsage.rss();
const tasks = JSON.parse(await text(process.stdin)) as readonly Task[];
for (const task of tasks) console.log(JSON.stringify(await measured(task)));

async function measured(task: Task): Promise<Outcome> {
  const histories = load(task);
  const [{ operations, seed }] = histories;
  if (task.peerFile !== undefined) writeFileSync(task.peerFile, encodeForPeer(task.model, operations));
  const loadedBytes = process.memoryUsage.rss();
  const check = task.algorithm === 'none' ? bareLoop : checkerFor(task);
  const { warmUpMs, runs, leastMs, mostMs } = task.repetition;
  const times: number[] = [];
  let answer: Answer;
  let firstMs = Number.NaN;
  for (let total = 0, warmedMs = 0, i = 0; ; i++) {
    const history = histories[i % histories.length] ?? histories[0];
    const startedAt = performance.now();
    answer = await check(history.operations);
    const took = performance.now() - startedAt;
    if (Number.isNaN(firstMs)) firstMs = took;
    // The peer is compiled ahead of time; ours is by and by, while it runs. Long histories warm up as they go.
    warmedMs += took;
    if (warmedMs < warmUpMs) continue;
    times.push(took);
    total += took;
    if (total >= mostMs || (times.length >= runs && total >= leastMs)) break;
  }
  return {
    name: task.name,
    operations: operations.length,
    ...answer,
    medianMs: times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
    firstMs,
    runs: times.length,
    emptyBytes,
    loadedBytes,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    ...(seed === undefined ? {} : { seed }),
  };
}

interface Loaded {
  readonly operations: readonly Operation[];
  /** That it was generated from. */
  readonly seed?: number;
}

/** All that are to be checked in turn. */
function load({ source }: Task): readonly [Loaded, ...Loaded[]] {
  if (source.kind === 'file')
    return [{ operations: operationsOf(decodeHistory(readFileSync(source.path, 'utf8'), source.path).history) }];
  const { model, shape, copies = 1 } = source;
  const first = generate(model, shape);
  const histories: [Loaded, ...Loaded[]] = [first];
  for (let seed = first.seed + 1; histories.length < copies; ) {
    const next = generate(model, { ...shape, seed });
    histories.push(next);
    seed = next.seed + 1;
  }
  return histories;
}

/** Short histories of many clients do not all offer something to spoil: then with the seeds that follow. */
function generate(model: HardModel, shape: HardShape): Loaded & { readonly seed: number } {
  for (let seed = shape.seed; ; seed++) {
    try {
      return { operations: hardHistory(model, { ...shape, seed }), seed };
    } catch (error) {
      if (!(error instanceof NoPlaceToSpoil) || seed >= shape.seed + ATTEMPTS) throw error;
    }
  }
}
