/** A counter in words: every increment counts once, and who reads finds all that were acknowledged before. */
import type { Json } from '../../core/json.ts';
import { type Attempt, isBefore } from '../attempts.ts';
import { numberOf, textOf } from '../stored-verdicts.ts';
import { at, valueText } from '../words.ts';
import type { ObjectWords } from './object.ts';

export const counter: ObjectWords = {
  fs: ['increment', 'add', 'read'],
  noun: 'counter',
  text({ f, input, output, outcome, error }) {
    const by = f === 'add' ? ` ${valueText(input.delta)}` : '';
    const what = `${f}${by}${input.resource === undefined ? '' : ` ${textOf(input.resource) ?? ''}`}`;
    if (outcome === 'info') return `${what} (outcome unknown)`;
    if (outcome === 'fail') return `${what} -> failed${error === undefined ? '' : `: ${error}`}`;
    return output?.value === undefined ? what : `${what} -> ${valueText(output.value)}`;
  },
  find({ culprit, all, key }) {
    const value = numberOf(culprit.output?.value);
    if (value === undefined) return undefined;
    const name = key ?? 'the counter';
    const twin = all.find(
      (one) =>
        one.id !== culprit.id && one.f === 'increment' && one.outcome === 'ok' && numberOf(one.output?.value) === value,
    );
    if (culprit.f === 'increment' && twin !== undefined) {
      return {
        headline: `Clients ${twin.process} and ${culprit.process} both counted ${name} up to ${value}: one of the two increments is lost.`,
        sentences: [
          `One was answered at ${at(twin.toNs)} and the other at ${at(culprit.toNs)}. Counted one after the other, in whatever order, they come to two different numbers.`,
        ],
        also: [twin],
        culprits: [twin, culprit],
      };
    }
    if (culprit.f !== 'read') return undefined;
    const changes = all.filter(({ f, outcome }) => f !== 'read' && outcome !== 'fail');
    const sum = (some: readonly Attempt[]): number => some.reduce((total, one) => total + amountOf(one), 0);
    const least = sum(changes.filter((one) => one.outcome === 'ok' && isBefore(one, culprit) && amountOf(one) > 0));
    const most = sum(changes.filter((one) => one.fromNs <= culprit.toNs && amountOf(one) > 0));
    if (value >= least && value <= most) return undefined;
    const lost = value < least;
    return {
      headline: `Client ${culprit.process} read ${value} from ${name} although ${lost ? `increments up to ${least} had been acknowledged before` : `increments up to no more than ${most} had begun`}.`,
      sentences: [
        lost
          ? 'At least one acknowledged increment is lost, or was not shown.'
          : 'At least one increment was counted twice.',
      ],
    };
  },
  objection: (attempt, state) =>
    attempt.f === 'read'
      ? `${counter.text(attempt)} would have returned ${state}`
      : `${counter.text(attempt)} would have counted on from ${state}`,
  isOn: ({ input }, key) => key === undefined || nameOf(input.resource ?? input.key) === key,
};

const nameOf = (key: Json | undefined): string => (typeof key === 'string' ? key : JSON.stringify(key ?? null));
const amountOf = ({ f, input }: Attempt): number => (f === 'add' ? (numberOf(input.delta) ?? 0) : 1);
