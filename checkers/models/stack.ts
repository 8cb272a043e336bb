/**
 * A stack, empty at first. A push puts a value on top, a pop takes the one on top, or null from an empty stack. A pop of
 * unknown outcome takes whatever is on top where it is placed; from an empty stack it would have no effect, and need not
 * be placed. One stack per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { StackOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Model } from './model.ts';
import { Path } from './states/path.ts';
import { describeElements, describeOperation, partitionByKey, scalarText, tag } from './texts.ts';

export const stack: Model<StackOps, Path> = {
  name: 'stack',
  summary: 'A stack: the last value pushed is the first one popped; empty at first.',
  fs: ['push', 'pop'],
  init: () => Path.empty(),
  step(state, operation) {
    if (operation.f === 'push') return [state.push(operation.input.value)];
    if (foundNothing(operation)) return state.parent === null ? [state] : [];
    if (state.parent === null) return [];
    return operation.outcome === 'info' || operation.output.value === state.last ? [state.parent] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass(operation) {
    if (operation.f === 'push') return `+${tag(operation.input.value)}`;
    return operation.outcome === 'ok' ? tag(operation.output.value) : '?';
  },
  readonly: foundNothing,
  replayer() {
    const values: Element[] = [];
    return {
      apply(operation) {
        if (operation.f === 'push') return values.push(operation.input.value) > 0;
        if (foundNothing(operation)) return values.length === 0;
        const top = values.pop();
        return top !== undefined && (operation.outcome === 'info' || operation.output.value === top);
      },
    };
  },
  describe(operation) {
    if (operation.f === 'push') return describeOperation(operation, scalarText(operation.input.value), '');
    const value = operation.outcome === 'ok' ? operation.output.value : null;
    return describeOperation(operation, '', value === null ? 'empty' : scalarText(value));
  },
  describeState: (state) => describeElements(state.toArray()),
};

function foundNothing(operation: Operation<StackOps>): boolean {
  return operation.f === 'pop' && operation.outcome === 'ok' && operation.output.value === null;
}
