/**
 * A list that only grows, empty at first. An append adds an element to its end, a read returns all of it in order. An
 * append of unknown outcome may have happened. One list per key.
 */
import type { AppendListOps } from '../../histories/ops/append-list.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Model } from './model.ts';
import { Path } from './states/path.ts';
import { describeElements, describeOperation, partitionByKey, scalarText, tag } from './texts.ts';

export const appendList: Model<AppendListOps, Path> = {
  name: 'append-list',
  summary: 'A list that is appended to and read as a whole; empty at first.',
  fs: ['append', 'read'],
  init: () => Path.empty(),
  step(state, operation) {
    if (operation.f === 'append') return [state.push(operation.input.element)];
    if (operation.outcome === 'info') return [state];
    const { elements } = operation.output;
    return elements.length === state.length && state.like(elements) === state ? [state] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass(operation) {
    if (operation.f === 'append') return `+${tag(operation.input.element)}`;
    return operation.outcome === 'ok' ? operation.output.elements.map(tag).join(' ') : '?';
  },
  readonly: ({ f }) => f === 'read',
  reach: () => (state, operation) => {
    if (operation.f === 'append' || operation.outcome === 'info') return true;
    const { elements } = operation.output;
    return elements.length >= state.length && state.like(elements).startsWith(state);
  },
  replayer() {
    const list: Element[] = [];
    return {
      apply(operation) {
        if (operation.f === 'append') return list.push(operation.input.element) > 0;
        if (operation.outcome === 'info') return true;
        const { elements } = operation.output;
        return elements.length === list.length && elements.every((element, at) => element === list[at]);
      },
    };
  },
  describe(operation) {
    if (operation.f === 'append') return describeOperation(operation, scalarText(operation.input.element), '');
    return describeOperation(
      operation,
      '',
      operation.outcome === 'ok' ? describeElements(operation.output.elements) : '',
    );
  },
  describeState: (state) => describeElements(state.toArray()),
};
