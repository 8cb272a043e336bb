/** The state machine of the register service: a map, which a command changes and a query looks into. */
import type { RegisterKey, RegisterValue } from '../../../histories/ops/register.ts';
import type { Machine } from '../service.ts';
import type { Command, Query, RegisterOperations, Result } from './registers.ts';

export class Registers implements Machine<RegisterOperations> {
  readonly #values = new Map<RegisterKey, RegisterValue>();

  query({ key }: Query): Result {
    return { applied: true, value: this.#read(key) };
  }

  execute(command: Command): Result {
    if (command.f === 'write') {
      this.#values.set(command.key, command.value);
      return { applied: true, value: command.value };
    }
    const found = this.#read(command.key);
    if (found !== command.from) return { applied: false, value: found };
    this.#values.set(command.key, command.to);
    return { applied: true, value: command.to };
  }

  #read(key: RegisterKey): RegisterValue {
    return this.#values.get(key) ?? null;
  }
}
