/**
 * A set that only grows, empty at first. An add puts an element in, a read returns all elements in any order, each once:
 * one that names an element twice is no set, and illegal. An add of unknown outcome may have happened. One set per key.
 */
import type { Element, GrowOnlySetOps } from '../../histories/ops/set.ts';
import type { Model } from './model.ts';
import { Bag } from './states/bag.ts';
import { describeElements, describeOperation, partitionByKey, scalarText, tag } from './texts.ts';

export const gSet: Model<GrowOnlySetOps, Bag> = {
  name: 'g-set',
  summary: 'A set that only grows and is read as a whole; empty at first.',
  fs: ['add', 'read'],
  init: () => Bag.empty(),
  step(state, operation) {
    if (operation.f === 'add') {
      const { element } = operation.input;
      return [state.has(element) ? state : state.with(element)];
    }
    if (operation.outcome === 'info') return [state];
    const { elements } = operation.output;
    return elements.length === state.size && state.like(elements).equals(state) ? [state] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass(operation) {
    if (operation.f === 'add') return `+${tag(operation.input.element)}`;
    return operation.outcome === 'ok' ? operation.output.elements.map(tag).sort().join(' ') : '?';
  },
  readonly: ({ f }) => f === 'read',
  reach: () => (state, operation) => {
    if (operation.f === 'add' || operation.outcome === 'info') return true;
    const { elements } = operation.output;
    return elements.length >= state.size && state.isWithin(state.like(elements));
  },
  replayer() {
    const set = new Set<Element>();
    return {
      apply(operation) {
        if (operation.f === 'add') return set.add(operation.input.element).size > 0;
        if (operation.outcome === 'info') return true;
        const { elements } = operation.output;
        // Equally many, none of them twice, and all of them there.
        return (
          elements.length === set.size && new Set(elements).size === set.size && elements.every((it) => set.has(it))
        );
      },
    };
  },
  describe(operation) {
    if (operation.f === 'add') return describeOperation(operation, scalarText(operation.input.element), '');
    return describeOperation(
      operation,
      '',
      operation.outcome === 'ok' ? describeElements(operation.output.elements) : '',
    );
  },
  describeState: (state) => describeElements(state.toArray()),
};
