/**
 * One run, told for the page: its plan, its verdicts with the story of the worst, and its numbers. Read from files that may be
 * of any age or damaged: what they do not say is left out, and what cannot be read is a note.
 */
import { statSync } from 'node:fs';
import type { OpenedRun } from '../../histories/index.ts';
import type { Json } from '../core/json.ts';
import { type JsonObject, numberOf, objectOf, storedVerdicts, textOf } from '../inspect/stored-verdicts.ts';
import { type Story, storyOf } from '../inspect/story.ts';
import { count } from '../report/wording.ts';
import type { Latency, RunDetails } from './api.ts';
import { fileOf, nodeLogs, RUN_FILES } from './run-place.ts';
import { clipped, given, problemText, rowOf, verdictWord } from './run-row.ts';

export function detailsOf(run: OpenedRun, store: string): RunDetails {
  const { plan, results } = run;
  const { replay, ops, nemesis, counts, wallMs, virtualMs } = objectOf(results);
  const verdicts = storedVerdicts(results);
  const told = storyIn(run, store);
  return {
    row: rowOf(run),
    plan: fieldsOf(plan),
    ...given('replay', textOf(replay)),
    ...given('story', told.story),
    checkers: verdicts.map(({ checker, valid, because }) => ({
      checker,
      verdict: verdictWord(valid),
      ...given('because', because),
    })),
    ops: Object.entries(objectOf(ops)).map(([f, types]) => ({ f, counts: numbersIn(types) })),
    faults: Object.entries(objectOf(nemesis)).map(([name, about]) => faultIn(name, about)),
    counts: numbersIn(counts),
    latencyMs: latencies(verdicts.find(({ checker }) => checker === 'availability')?.evidence.latencyMs),
    ...given('wallMs', numberOf(wallMs)),
    ...given('virtualMs', numberOf(virtualMs)),
    files: filesOf(run.path),
    notes: [...told.notes, ...(told.story?.missing ?? [])],
  };
}

function fieldsOf(plan: JsonObject, prefix = ''): RunDetails['plan'] {
  return Object.entries(plan).flatMap(([name, value]) => {
    const what = `${prefix}${name}`;
    if (Object.keys(objectOf(value)).length > 0) return fieldsOf(objectOf(value), `${what}.`);
    return value === undefined ? [] : [{ what, value: wordsFor(value) }];
  });
}

function wordsFor(value: Json): string {
  if (value === null) return 'none';
  return clipped(typeof value === 'string' ? value : JSON.stringify(value));
}

function storyIn(run: OpenedRun, store: string): { readonly story?: Story; readonly notes: readonly string[] } {
  try {
    return { story: storyOf(run), notes: [] };
  } catch (error) {
    return { notes: [`The story of this run cannot be told: ${problemText(error, store)}`] };
  }
}

function faultIn(nemesis: string, about: Json | undefined): RunDetails['faults'][number] {
  const { decisions, bites, noun } = objectOf(about);
  return {
    nemesis,
    decisions: count(numberOf(decisions) ?? 0, 'decisions'),
    bites: count(numberOf(bites) ?? 0, textOf(noun) ?? 'bites'),
  };
}

function latencies(byF: Json | undefined): readonly Latency[] {
  return Object.entries(objectOf(byF)).flatMap(([f, stored]) => {
    const { count, p50, p95, p99, max } = numbersIn(stored);
    const isWhole = count !== undefined && p50 !== undefined && p95 !== undefined && p99 !== undefined;
    return isWhole && max !== undefined ? [{ f, count, p50, p95, p99, max }] : [];
  });
}

function numbersIn(stored: Json | undefined): { readonly [name: string]: number } {
  const named = Object.entries(objectOf(stored)).flatMap(([name, value]) => {
    const number = numberOf(value);
    return number === undefined ? [] : [[name, number] as const];
  });
  return Object.fromEntries(named);
}

function filesOf(directory: string): RunDetails['files'] {
  return [...RUN_FILES, ...nodeLogs(directory)].flatMap((name) => {
    const path = fileOf(directory, name);
    return path === undefined ? [] : [{ name, bytes: statSync(path).size }];
  });
}
