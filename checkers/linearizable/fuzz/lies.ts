/**
 * Models with one hint that lies, each in a way that somebody could get wrong in good faith. The checker must catch the
 * model, or else the fuzzer must find a history on which the verdict differs.
 */
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { counter } from '../../models/counter.ts';
import { fencedLock } from '../../models/fenced-lock.ts';
import { kv } from '../../models/kv.ts';
import { tag } from '../../models/texts.ts';
import type { AnySubject } from './subject.ts';
import { subject } from './subject.ts';
import { useCounter } from './subjects/containers.ts';
import { useFencedLock } from './subjects/locks.ts';
import { useCasRegister, useKv } from './subjects/registers.ts';

const isRead = ({ f }: Operation<RegisterOps>): boolean => f === 'read';

export const liars: readonly AnySubject[] = [
  subject({ ...casRegister, name: 'readonly: any cas', readonly: ({ f }) => f !== 'write' }, useCasRegister),
  subject(
    {
      ...fencedLock,
      name: 'readonly: a refused release, which may tell what an unseen token is not',
      readonly: (operation) =>
        operation.outcome === 'ok' &&
        (operation.f === 'acquire' ? operation.output.token === null : !operation.output.released),
    },
    useFencedLock,
  ),
  subject({ ...casRegister, name: 'overwrites: any cas', overwrites: (one) => !isRead(one) }, useCasRegister),
  subject({ ...kv, name: 'overwrites: an append', overwrites: ({ f }) => f === 'put' || f === 'append' }, useKv),
  subject({ ...counter, name: 'overwrites: an add', overwrites: ({ f }) => f === 'add' }, useCounter),
  subject(
    {
      ...casRegister,
      name: 'requires: a refused cas the value that it did not find',
      requires(operation) {
        if (operation.f === 'read') return operation.outcome === 'ok' ? tag(operation.output.value) : undefined;
        return operation.f === 'cas' ? tag(operation.input.from) : undefined;
      },
    },
    useCasRegister,
  ),
  subject(
    {
      ...casRegister,
      name: 'produces: a cas what it expects',
      produces: (one) => (one.f === 'cas' ? tag(one.input.from) : casRegister.produces?.(one)),
    },
    useCasRegister,
  ),
  subject(
    {
      ...casRegister,
      name: 'avoids: a refused cas what it would have written',
      avoids: (one) => (casRegister.avoids?.(one) === undefined || one.f !== 'cas' ? undefined : tag(one.input.to)),
    },
    useCasRegister,
  ),
  subject(
    { ...kv, name: 'reach: only what is there', reach: () => (state, one) => (kv.requires?.(one) ?? state) === state },
    useKv,
  ),
  subject(
    {
      ...counter,
      name: 'reach: only upwards',
      reach: () => (state, one) => one.f === 'add' || one.outcome === 'info' || one.output.value >= state,
    },
    useCounter,
  ),
];
