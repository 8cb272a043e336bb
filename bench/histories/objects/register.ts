/**
 * A register: 40 % reads, 40 % writes and 20 % cas, or reads and writes alone. With unique values most cas expect what is
 * there at the moment, so that many of them succeed.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../../histories/ops/register.ts';
import {
  type Change,
  type Domain,
  type Moment,
  SCARCE,
  type SimulatedObject,
  smallValue,
} from '../simulated-object.ts';
import { type Access, staleRead } from './overwritten.ts';

interface Options {
  readonly clients: number;
  readonly domain: Domain;
}

export const register = (options: Options): SimulatedObject<RegisterOps> => new SimulatedRegister(options, 0.5, 0);
export const casRegister = (options: Options): SimulatedObject<RegisterOps> => new SimulatedRegister(options, 0.4, 0.2);

class SimulatedRegister implements SimulatedObject<RegisterOps> {
  readonly #domain: Domain;
  readonly #clients: number;
  readonly #reads: number;
  readonly #cas: number;
  #value: RegisterValue = null;
  #unique = 0;

  constructor({ clients, domain }: Options, reads: number, cas: number) {
    this.#clients = clients;
    this.#domain = domain;
    this.#reads = reads;
    this.#cas = cas;
  }

  draw(_client: number, moment: Moment): Invocation<RegisterOps> {
    const kind = moment.random.float();
    if (kind < this.#reads) return { f: 'read', value: {} };
    if (kind < 1 - this.#cas) return { f: 'write', value: { value: this.#fresh(moment) } };
    return { f: 'cas', value: { from: this.#expected(moment), to: this.#fresh(moment) } };
  }

  apply({ f, value }: Invocation<RegisterOps>): Output<RegisterOps> {
    if (f === 'read') return { value: this.#value };
    if (f === 'write') {
      this.#value = value.value;
      return value;
    }
    const applied = this.#value === value.from;
    if (applied) this.#value = value.to;
    // Written out, as decoders do it: what is put together by spreading is slow to read.
    return { from: value.from, to: value.to, applied };
  }

  spoil(operations: readonly Operation<RegisterOps>[]): Change<RegisterOps>[] {
    const stale = staleRead(operations, accessOf, this.#domain);
    if (stale === undefined) return [];
    const write = stale.write === 'scarce' ? undefined : operations[stale.write];
    return [{ position: stale.read, output: { value: write?.f === 'write' ? write.input.value : SCARCE } }];
  }

  #fresh(moment: Moment): number {
    return this.#domain === 'small' ? smallValue(moment) : ++this.#unique;
  }

  #expected({ random }: Moment): RegisterValue {
    if (this.#domain === 'small') return random.int(SCARCE + 1);
    if (random.chance(0.7)) return this.#value;
    return Math.max(1, this.#unique - random.int(2 * this.#clients));
  }
}

function accessOf(operation: Operation<RegisterOps>): Access {
  if (operation.f === 'read') return { kind: 'read', key: '' };
  if (operation.f === 'write') return { kind: 'write', key: '', scarce: operation.input.value === SCARCE };
  return { kind: 'update', key: '', scarce: operation.input.to === SCARCE };
}
