/** Verdicts with no operation of their own to point at: no progress, code that threw, a level of consistency missed. */
import { numberOf, objectOf, objectsOf, textOf } from '../stored-verdicts.ts';
import type { Teller } from '../telling.ts';
import { at, sentence } from '../words.ts';
import { linearizable } from './linearizable.ts';

export const liveness: Teller = ({ verdict, history }) => {
  if (verdict.because === undefined) return undefined;
  const healed = history.findLast(({ process, f }) => process === 'nemesis' && f === 'heal-all');
  const { tried, succeeded, clients } = verdict.evidence;
  const nobody = numberOf(succeeded) === 0;
  return {
    headline: nobody
      ? `Nothing goes on: after all faults were healed, none of ${numberOf(tried)} operations by ${numberOf(clients)} clients succeeded.`
      : sentence(verdict.because),
    sentences: [
      `${healed === undefined ? 'All faults were healed' : `All faults were healed by ${at(healed.time)}`}; from then on every node is up and every message arrives. A system that still does not answer has locked itself up, or has lost what it needs to go on.`,
      ...(nobody
        ? []
        : ['Some clients are served and others never are: they hang on something that the others do not.']),
    ],
    witness: [],
  };
};

export const nodes: Teller = ({ verdict }) => {
  const crashes = objectsOf(verdict.witness);
  const [first] = crashes;
  if (first === undefined || verdict.because === undefined) return undefined;
  const timeNs = numberOf(first.timeNs) ?? 0;
  return {
    headline: `The code of ${textOf(first.node) ?? 'a node'} threw at ${at(timeNs)}: ${textOf(first.error) ?? verdict.because}`,
    sentences: [
      'No fault that is injected may make a correct node throw: this is a defect in its own code, whatever clients saw.',
    ],
    witness: crashes.flatMap(({ node, timeNs: time, error }) => {
      const fromNs = numberOf(time);
      const name = textOf(node);
      if (fromNs === undefined || name === undefined) return [];
      return [
        {
          id: -1,
          process: name,
          fromNs,
          toNs: fromNs,
          text: `throws ${textOf(error)?.split('\n')[0] ?? ''}`,
          isCulprit: true,
        },
      ];
    }),
  };
};

/** The operations are those of registers; the sentence is the checker's own, which names the level. */
export const consistency: Teller = (one) => {
  const told = linearizable(one);
  if (told === undefined || one.verdict.because === undefined) return undefined;
  const level = textOf(objectOf(one.verdict.witness).level);
  return { ...told, tried: [], sentences: [...(level === 'linearizable' ? told.sentences : []), one.verdict.because] };
};
