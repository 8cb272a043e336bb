/**
 * A map of strings: 40 % gets, 40 % puts and 20 % appends over a few keys. A put writes a token that ends with a comma and
 * an append adds one, so that the first token of a value says which put it goes back to.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { KvOps } from '../../../histories/ops/kv.ts';
import {
  type Change,
  type Domain,
  type Moment,
  SCARCE,
  type SimulatedObject,
  smallValue,
} from '../simulated-object.ts';
import { type Access, staleRead } from './overwritten.ts';

/** So many clients meet at a key. */
const CLIENTS_PER_KEY = 5;

export function kv({ clients, domain }: { clients: number; domain: Domain }): SimulatedObject<KvOps> {
  const values = new Map<string, string>();
  const keys = Math.max(1, Math.ceil(clients / CLIENTS_PER_KEY));
  let unique = 0;
  const token = (moment: Moment): string => `${domain === 'small' ? smallValue(moment) : ++unique},`;
  return {
    draw(_client: number, moment: Moment): Invocation<KvOps> {
      const key = String(moment.random.int(keys));
      const kind = moment.random.float();
      if (kind < 0.4) return { f: 'get', value: { key } };
      return { f: kind < 0.8 ? 'put' : 'append', value: { key, value: token(moment) } };
    },

    apply(invocation: Invocation<KvOps>): Output<KvOps> {
      const { key } = invocation.value;
      const value = values.get(key) ?? '';
      if (invocation.f === 'put') values.set(key, invocation.value.value);
      if (invocation.f === 'append') values.set(key, value + invocation.value.value);
      return invocation.f === 'get' ? { key, value } : { ...invocation.value };
    },

    spoil(operations: readonly Operation<KvOps>[]): Change<KvOps>[] {
      const stale = staleRead(operations, accessOf, domain);
      const read = stale && operations[stale.read];
      if (stale === undefined || read === undefined) return [];
      const write = stale.write === 'scarce' ? undefined : operations[stale.write];
      const value = write?.f === 'put' ? write.input.value : SCARCE_TOKEN;
      return [{ position: stale.read, output: { key: read.input.key, value } }];
    },
  };
}

const SCARCE_TOKEN = `${SCARCE},`;

function accessOf({ f, input }: Operation<KvOps>): Access {
  const { key } = input;
  if (f === 'get') return { kind: 'read', key };
  const scarce = 'value' in input && input.value === SCARCE_TOKEN;
  return { kind: f === 'put' ? 'write' : 'update', key, scarce };
}
