/** Has messages and syncs take the same time always: a failure that hangs on chance is hard to read, and soon lost. */
import type { Random } from '../../core/random.ts';
import type { Reproduction, Timing } from '../reproduction.ts';
import type { Search } from '../search.ts';

/** It is worth more than any other single step. */
const PATIENCE = 12;
/** Faults met the messages of the run as it was; those of another one are a little sooner or later. */
const SHIFT_MS = 40;
/** Shifts of any size, and shifts of which most are very small. */
const POWERS = [1, 5];
const CONSTANT: Timing = { messages: 'constant', syncs: 'constant' };

export async function constantTiming(search: Search): Promise<void> {
  const { timing } = search.reproduction;
  if (isConstant(timing)) return;
  if (await search.try({ timing: CONSTANT }, { patience: PATIENCE, vary: shifted })) return;
  if (timing.syncs === 'drawn') await search.try({ timing: { ...timing, syncs: 'constant' } });
}

function shifted(reproduction: Reproduction, random: Random): Reproduction {
  const power = random.pick(POWERS);
  const faults = reproduction.faults.map((fault) => {
    return { ...fault, atMs: Math.max(0, fault.atMs + (2 * random.float() - 1) ** power * SHIFT_MS) };
  });
  return { ...reproduction, faults };
}

const isConstant = ({ messages, syncs }: Timing): boolean => messages === 'constant' && syncs === 'constant';
