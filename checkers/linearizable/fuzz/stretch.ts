/** Fuzzes a stretch of the cases of a seed, one after the other: what a job does with what it is given. */
import type { Core } from '../core.ts';
import { codeOf } from './code.ts';
import { examine } from './examine.ts';
import { caseOf, subjectOf } from './history.ts';
import { shrink } from './shrink.ts';
import type { AnySubject } from './subject.ts';
import { subjects as shipped } from './subjects/index.ts';
import { count, emptyTally, type Tally } from './tally.ts';

export interface Stretch {
  readonly seed: number;
  readonly from: number;
  /** Without this one. */
  readonly to: number;
  /** The names of the subjects that count, the cases of others are left out; undefined: all count. */
  readonly only?: readonly string[] | undefined;
}

/** A difference, made small, and where it was found. */
export interface Found {
  readonly index: number;
  readonly code: string;
}

export interface StretchResult {
  readonly tally: Tally;
  /** The first one ends the stretch. */
  readonly found: Found | undefined;
}

export interface Fuzzed {
  readonly core: Core;
  /** Tells the truth; another one than that under test where this one is broken on purpose. */
  readonly plainCore?: Core;
  /** Others for tests. */
  readonly subjects?: readonly AnySubject[];
}

export function fuzz({ seed, from, to, only }: Stretch, fuzzed: Fuzzed): Promise<StretchResult> {
  const { core, plainCore = core, subjects = shipped } = fuzzed;
  const tally = emptyTally();
  return core.lend((search) =>
    plainCore.lend(async (plain) => {
      const tools = { core, search, plain };
      for (let index = from; index < to; index++) {
        if (only !== undefined && !only.includes(subjectOf(index, subjects).name)) continue;
        const one = caseOf(seed, index, subjects);
        const examination = await examine(one, tools);
        count(tally, one.subject.name, examination);
        if (examination.difference === undefined) continue;
        const smallest = await shrink(examination.difference, tools);
        return { tally, found: { index, code: codeOf(smallest) } };
      }
      return { tally, found: undefined };
    }),
  );
}
