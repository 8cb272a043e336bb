/** A counter that an increment moves by one, and which tells each increment where that brought it. */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Model } from '../models/model.ts';

export const fetchAndAdd: Model<Pick<LockServiceOps, 'increment' | 'read'>, number> = {
  name: 'fetch-and-add counter',
  summary: 'A counter whose increments say what they counted up to; 0 at first.',
  fs: ['increment', 'read'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'increment') {
      return operation.outcome === 'info' || operation.output.value === state + 1 ? [state + 1] : [];
    }
    return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
  },
  key: String,
  partition: ({ input }) => input.resource,
  operationClass: ({ f, ...rest }) => `${f} ${rest.outcome === 'ok' ? rest.output.value : '?'}`,
  readonly: ({ f }) => f === 'read',
  requires: ({ f, ...rest }) =>
    rest.outcome === 'ok' ? String(f === 'read' ? rest.output.value : rest.output.value - 1) : undefined,
  produces: ({ f, ...rest }) => (f === 'increment' && rest.outcome === 'ok' ? String(rest.output.value) : undefined),
  describe: ({ f, input, ...rest }) => `${f} ${input.resource} -> ${rest.outcome === 'ok' ? rest.output.value : '?'}`,
};
