/** A client of the register service: one session, one operation at a time. */
import type { Invocation, Output } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { NodeId, Runtime } from '../../runtime.ts';
import type { Client, ClientOptions } from '../../target.ts';
import { Connection, type Session } from '../connection.ts';
import { type RegisterOperations, registers } from './registers.ts';

export class RegisterClient implements Client<RegisterOps> {
  readonly #connection: Connection<RegisterOperations>;
  readonly #session: Session<RegisterOperations>;
  readonly #options: ClientOptions;

  constructor(runtime: Runtime, node: NodeId, options: ClientOptions) {
    this.#connection = new Connection(runtime, node, registers.codec);
    this.#session = this.#connection.openSession();
    this.#options = options;
  }

  async invoke(invocation: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const key = invocation.value.key ?? 0;
    if (invocation.f === 'read') {
      const { value } = await this.#session.query({ key }, this.#options);
      return { ...invocation.value, value };
    }
    const command =
      invocation.f === 'write'
        ? { f: 'write' as const, key, value: invocation.value.value }
        : { f: 'cas' as const, key, from: invocation.value.from, to: invocation.value.to };
    const { applied } = await this.#session.command(command, this.#options);
    return invocation.f === 'write' ? invocation.value : { ...invocation.value, applied };
  }

  close(): void {
    this.#connection.close();
  }
}
