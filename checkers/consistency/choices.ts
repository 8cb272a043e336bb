/**
 * Asks a question of an execution whose reads may have several candidates for a source: no, if it is so with those reads
 * left open or with every choice; yes, if it is so with one choice. Choices are guided by what was found wrong with the
 * one before. A history that is too large to try all of them and is right with none of those tried stays undecided.
 */
import type { Execution } from './execution.ts';
import { type Answer, type Findings, no, unknown } from './finding.ts';
import { type Attribution, OPEN, type Sources } from './sources.ts';

/** What is wrong with an execution whose reads see these sources. */
export type Question = (sources: Sources) => Findings;

/** Choices tried in turn where there are too many for all of them, and events looked at in all of those. */
const GUIDED = 64;
const MOST_EVENTS = 500_000;

export function ask(execution: Execution, { settled, open }: Attribution, question: Question): Answer {
  const left = question(settled);
  if (left !== undefined) return 'pattern' in left ? no(execution, left) : unknown(left.gaveUp);
  if (execution.hasCas) return unknown('of compare-and-sets too little follows at this level to call anything right');
  if (open.length === 0) return { valid: true };
  const affordable = Math.max(1, Math.floor(MOST_EVENTS / Math.max(1, execution.size)));
  const all = open.reduce((product, { candidates }) => Math.min(Infinity, product * candidates.length), 1);
  if (all > affordable) return tryGuided(affordable, { settled, open }, question);
  const found = tryAll(all, { settled, open }, question);
  if (found === undefined) return { valid: true };
  // What is wrong with one choice does not show what is wrong with the others.
  return 'pattern' in found ? no(execution, { ...found, isPartial: true }) : unknown(found.gaveUp);
}

type Readings = Pick<Attribution, 'settled' | 'open'>;

function tryAll(all: number, { settled, open }: Readings, question: Question): Findings {
  let last: Findings;
  let gaveUp: Findings;
  for (let number = 0; number < all; number++) {
    const sources = settled.slice();
    let rest = number;
    for (const { read, candidates } of open) {
      sources[read] = candidates[rest % candidates.length] ?? OPEN;
      rest = Math.floor(rest / candidates.length);
    }
    last = question(sources);
    if (last === undefined) return undefined;
    if ('gaveUp' in last) gaveUp = last;
  }
  return gaveUp ?? last;
}

function tryGuided(affordable: number, { settled, open }: Readings, question: Question): Answer {
  const sources = settled.slice();
  const byRead = new Map(open.map((one) => [one.read, one]));
  const chosen = new Map<number, number>();
  for (const { read, candidates } of open) sources[read] = candidates[0] ?? OPEN;
  for (let tries = 0; tries < Math.min(GUIDED, affordable); tries++) {
    const found = question(sources);
    if (found === undefined) return { valid: true };
    if ('gaveUp' in found) return unknown(found.gaveUp);
    // The read among those at fault that was tried least.
    const at = (read: number): number => chosen.get(read) ?? 0;
    const [read] = found.events
      .filter((event) => at(event) + 1 < (byRead.get(event)?.candidates.length ?? 0))
      .sort((a, b) => at(a) - at(b));
    if (read === undefined) break;
    chosen.set(read, at(read) + 1);
    sources[read] = byRead.get(read)?.candidates[at(read)] ?? OPEN;
  }
  return unknown(`${open.length} reads returned values that were written more than once`);
}
