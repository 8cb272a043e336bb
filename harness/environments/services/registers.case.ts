/** What every store of registers has to answer, whatever it is made of: keys and values by their kind, not their look. */
import type { Invocation } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';

/** Operations on a store that is empty, one after the other, with their outputs. */
export const registerScript: readonly (readonly [Invocation<RegisterOps>, object])[] = [
  [
    { f: 'read', value: { key: 1 } },
    { key: 1, value: null },
  ],
  [
    { f: 'cas', value: { key: 1, from: null, to: 5 } },
    { key: 1, from: null, to: 5, applied: true },
  ],
  [
    { f: 'read', value: { key: 1 } },
    { key: 1, value: 5 },
  ],
  [
    { f: 'read', value: { key: '1' } },
    { key: '1', value: null },
  ],
  [{ f: 'read', value: {} }, { value: null }],
  [
    { f: 'write', value: { key: 1, value: '5' } },
    { key: 1, value: '5' },
  ],
  [
    { f: 'cas', value: { key: 1, from: 5, to: 6 } },
    { key: 1, from: 5, to: 6, applied: false },
  ],
  [
    { f: 'cas', value: { key: 1, from: '5', to: 6 } },
    { key: 1, from: '5', to: 6, applied: true },
  ],
  [
    { f: 'cas', value: { key: 2, from: 1, to: 6 } },
    { key: 2, from: 1, to: 6, applied: false },
  ],
  [
    { f: 'write', value: { key: 1, value: null } },
    { key: 1, value: null },
  ],
  [
    { f: 'read', value: { key: 1 } },
    { key: 1, value: null },
  ],
  [
    { f: 'cas', value: { key: 1, from: 6, to: 7 } },
    { key: 1, from: 6, to: 7, applied: false },
  ],
  [
    { f: 'cas', value: { key: 1, from: null, to: null } },
    { key: 1, from: null, to: null, applied: true },
  ],
  [
    { f: 'cas', value: { key: 1, from: null, to: 7 } },
    { key: 1, from: null, to: 7, applied: true },
  ],
  [
    { f: 'cas', value: { key: 1, from: 7, to: null } },
    { key: 1, from: 7, to: null, applied: true },
  ],
];
