/**
 * A client of etcd that talks to one node alone, as a program beside that node would: registers, and locks. Node's `fetch`
 * keeps connections but sends nothing twice.
 */
import type { Invocation, Output } from '../../histories/op.ts';
import type { LockingOps } from '../../histories/ops/lock-service.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { NodeId } from '../runtime.ts';
import type { Endpoints } from '../service.ts';
import type { Client, ClientOptions } from '../target.ts';
import { gatewayOf } from './cluster.ts';
import { EtcdLocks } from './locks.ts';
import { EtcdRegisters } from './registers.ts';

export type EtcdOps = RegisterOps & LockingOps;

export class EtcdClient implements Client<EtcdOps> {
  readonly #registers: EtcdRegisters;
  readonly #locks: EtcdLocks;

  constructor(endpoints: Endpoints, node: NodeId, { timeoutMs, settings }: ClientOptions) {
    const gateway = gatewayOf(endpoints, node);
    this.#registers = new EtcdRegisters(gateway, { timeoutMs, isSerializable: settings.reads === 'serializable' });
    this.#locks = new EtcdLocks(gateway, endpoints, { timeoutMs, isCareful: settings.holder !== 'trusting' });
  }

  invoke(invocation: Invocation<EtcdOps>): Promise<Output<EtcdOps>> {
    switch (invocation.f) {
      case 'read':
      case 'write':
      case 'cas':
        return this.#registers.invoke(invocation);
      default:
        return this.#locks.invoke(invocation);
    }
  }

  /** Leases are left to run out, as those of a process that ends are. */
  close(): void {}
}
