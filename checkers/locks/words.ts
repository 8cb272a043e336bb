/** How the checkers of locks speak: instants in seconds, clients by number, and witnesses that the reports can draw. */
import type { Json } from '../../harness/core/json.ts';
import { nsToSeconds } from '../../harness/core/time.ts';
import type { Attempt } from './attempts.ts';
import type { Tenure } from './tenures.ts';

export const at = (timeNs: number): string => `${nsToSeconds(timeNs).toFixed(3)} s`;

export const tokens = (...numbers: readonly number[]): string =>
  numbers.length === 1 ? `token ${numbers[0]}` : `tokens ${numbers.join(' and ')}`;

/** `client 3` or `clients 3 and 7`. */
export const clients = (...numbers: readonly number[]): string => {
  const different = [...new Set(numbers)];
  return different.length === 1 ? `client ${different[0]}` : `clients ${different.join(' and ')}`;
};

/** The operations that show it, in the order of their calls. */
export function witness(...attempts: readonly (Attempt | undefined)[]): Json {
  const shown = [...new Set(attempts)].filter((attempt) => attempt !== undefined).sort((a, b) => a.id - b.id);
  return {
    minimal: true,
    operations: shown.map((attempt) => ({
      id: attempt.id,
      process: attempt.process,
      call: attempt.id,
      callTime: attempt.callTime,
      ...(attempt.returned === undefined ? {} : { return: attempt.returned, returnTime: attempt.returnTime }),
      outcome: attempt.outcome,
      text: textOf(attempt),
    })),
  };
}

/** A tenure by its first and its last operations; one on another lock is none of them. */
export const shownBy = ({ granted, renewals, end }: Tenure): readonly (Attempt | undefined)[] => [
  granted,
  renewals.at(-1),
  end?.how === 'left' ? undefined : end?.attempt,
];

function textOf(attempt: Attempt): string {
  const { f, input, outcome } = attempt;
  const what = `${f} ${'resource' in input ? input.resource : input.prefix}`;
  if (outcome === 'ok') return `${what} -> ${answer(attempt)}`;
  if (outcome === 'fail') return `${what} -> refused${attempt.error === undefined ? '' : `: ${attempt.error}`}`;
  return `${what} -> ?`;
}

function answer(attempt: Extract<Attempt, { outcome: 'ok' }>): string {
  switch (attempt.f) {
    case 'isLocked':
      return String(attempt.output.locked);
    case 'info':
      return attempt.output.holder === null ? 'free' : `held, token ${attempt.output.holder.token}`;
    case 'list':
      return `${attempt.output.locks.length} locks`;
    case 'increment':
      return `${attempt.output.value}, token ${attempt.output.token}`;
    case 'runJob':
      return `${attempt.output.outcome}, token ${attempt.output.token}`;
    case 'read': {
      const { value, effects } = attempt.output;
      return effects.length === 0 ? String(value) : `effects of ${tokens(...effects.map(({ token }) => token))}`;
    }
    default:
      return `token ${attempt.output.token}`;
  }
}
