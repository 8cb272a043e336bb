/** How operations on registers are told apart and put into words, for all models of such registers. */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { describeOperation, scalarText, tag } from './texts.ts';

/** A write or cas of unknown outcome, where it takes effect, is like one that is known to have done so. */
export function registerClass(operation: Operation<RegisterOps>): string | number {
  switch (operation.f) {
    case 'read':
      return operation.outcome === 'ok' ? classNamed('r', 0, operation.output.value) : 'r?';
    case 'write':
      return classNamed('w', 1, operation.input.value);
    case 'cas': {
      const { from, to } = operation.input;
      if (operation.outcome === 'ok' && !operation.output.applied) return classNamed('n', 2, from);
      return classNamed('c', 3, from, to);
    }
  }
}

const SMALL = 2 ** 14;

/** Of small whole numbers, which most values are, a number that is no other class'; else a text. */
function classNamed(
  letter: string,
  kind: 0 | 1 | 2 | 3,
  first: RegisterValue,
  second: RegisterValue = 0,
): string | number {
  if (isSmall(first) && isSmall(second)) return (first * SMALL + second) * 4 + kind;
  return `${letter}${tag(first)} ${tag(second)}`;
}

const isSmall = (value: RegisterValue): value is number =>
  typeof value === 'number' && value >= 0 && value < SMALL && (value | 0) === value;

export function describeRegisterOperation(operation: Operation<RegisterOps>): string {
  switch (operation.f) {
    case 'read':
      return describeOperation(operation, '', operation.outcome === 'ok' ? scalarText(operation.output.value) : '?');
    case 'write':
      return describeOperation(operation, scalarText(operation.input.value), '');
    case 'cas': {
      const { from, to } = operation.input;
      const applied = operation.outcome === 'ok' && operation.output.applied;
      return describeOperation(
        operation,
        `${scalarText(from)} to ${scalarText(to)}`,
        applied ? 'applied' : 'not applied',
      );
    }
  }
}
