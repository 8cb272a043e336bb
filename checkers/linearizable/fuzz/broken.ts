/**
 * Would the fuzzer notice? Every rule of the search is broken on purpose, and every hint lies, one at a time; what is noticed
 * by nobody within the bound makes the command fail.
 */
import type { Core } from '../core.ts';
import { coreFromFile } from '../core-file.ts';
import { liars } from './lies.ts';
import { compileMutant, mutations } from './mutants.ts';
import { drawNoticed } from './report.ts';
import { type Found, fuzz } from './stretch.ts';
import type { AnySubject } from './subject.ts';
import { subjects } from './subjects/index.ts';

const MOST_HISTORIES = 1_000_000;

export async function breakEverything(
  { seed, count }: { readonly seed: number; readonly count: number },
  print: (text: string) => void,
): Promise<number> {
  const most = Math.min(count, MOST_HISTORIES);
  const right = await coreFromFile();
  let missed = 0;
  for (const mutation of await mutations()) {
    await look(mutation.name, await compileMutant(mutation), subjects);
  }
  for (const liar of liars) await look(liar.name, right, [liar]);
  print(missed === 0 ? 'Every one was noticed.' : `${missed} went unnoticed within ${most} histories.`);
  return missed === 0 ? 0 : 1;

  async function look(mutation: string, core: Core, about: readonly AnySubject[]): Promise<void> {
    const startedMs = performance.now();
    const { tally, found } = await fuzz({ seed, from: 0, to: most }, { core, plainCore: right, subjects: about });
    const seconds = (performance.now() - startedMs) / 1_000;
    print(drawNoticed({ mutation, histories: tally.histories, seconds, by: found && summaryOf(found) }));
    if (found === undefined) missed++;
  }
}

const summaryOf = ({ code }: Found): string => code.split('\n')[0]?.slice('// '.length) ?? '';
