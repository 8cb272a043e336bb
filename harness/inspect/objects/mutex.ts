/** A lock without leases in words: one holder at a time. */
import { type Attempt, isBefore } from '../attempts.ts';
import { at, valueText } from '../words.ts';
import type { ObjectWords } from './object.ts';

export const mutex: ObjectWords = {
  fs: ['acquire', 'release'],
  noun: 'lock',
  text({ f, input, output, outcome }) {
    const what = `${f} by ${valueText(input.owner)}`;
    if (outcome !== 'ok') return `${what} (${outcome === 'info' ? 'outcome unknown' : 'failed'})`;
    return wasGranted({ f, output }) ? what : `${what} -> refused`;
  },
  find({ culprit, all, key }) {
    if (culprit.f !== 'acquire' || !wasGranted(culprit)) return undefined;
    const holder = all.findLast(
      (one) =>
        one.f === 'acquire' &&
        one.outcome === 'ok' &&
        wasGranted(one) &&
        isBefore(one, culprit) &&
        !all.some(
          (other) =>
            other.f === 'release' &&
            other.outcome !== 'fail' &&
            other.input.owner === one.input.owner &&
            other.fromNs > one.fromNs &&
            other.fromNs <= culprit.toNs,
        ),
    );
    if (holder === undefined) return undefined;
    const lock = key === undefined ? 'The lock' : `The lock ${key}`;
    return {
      headline: `${lock} had two holders: it was granted to ${valueText(culprit.input.owner)} while ${valueText(holder.input.owner)} held it.`,
      sentences: [
        `${valueText(holder.input.owner)} had got it by ${at(holder.toNs)} and had not begun to release it when ${valueText(culprit.input.owner)} got it, at ${at(culprit.toNs)}.`,
      ],
      also: [holder],
      culprits: [holder, culprit],
    };
  },
  objection: (attempt, state) => `${mutex.text(attempt)} is not possible while the lock is ${state}`,
  isOn: ({ input }, key) => key === undefined || String(input.key) === key || JSON.stringify(input.key) === key,
};

const wasGranted = ({ output, f }: Pick<Attempt, 'f' | 'output'>): boolean =>
  (f === 'acquire' ? output?.acquired : output?.released) !== false;
