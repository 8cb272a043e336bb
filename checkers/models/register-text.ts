/** How operations on registers are told apart and put into words, for all models of such registers. */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { describeOperation, scalarText, tag } from './texts.ts';

/** A write or cas of unknown outcome, where it takes effect, is like one that is known to have done so. */
export function registerClass(operation: Operation<RegisterOps>): string {
  switch (operation.f) {
    case 'read':
      return operation.outcome === 'ok' ? `r${tag(operation.output.value)}` : 'r?';
    case 'write':
      return `w${tag(operation.input.value)}`;
    case 'cas': {
      const { from, to } = operation.input;
      if (operation.outcome === 'ok' && !operation.output.applied) return `n${tag(from)}`;
      return `c${tag(from)} ${tag(to)}`;
    }
  }
}

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
