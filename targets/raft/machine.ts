/**
 * The state machine that Raft replicates: compare-and-set registers, and the session table that makes a retried
 * command take effect once (section 8, thesis 6.3). It is a function of the log alone: every replica that has applied
 * the same entries is in the same state.
 */
import type { RegisterKey, RegisterValue } from '../../histories/ops/register.ts';
import type { Command, Request } from './messages.ts';

export interface Result {
  readonly applied: boolean;
  readonly value: RegisterValue;
}

export class Machine {
  readonly #registers = new Map<RegisterKey, RegisterValue>();
  readonly #sessions = new Map<string, { sequence: number; result: Result }>();
  readonly #deduplicates: boolean;

  constructor(options: { deduplicates: boolean }) {
    this.#deduplicates = options.deduplicates;
  }

  read(key: RegisterKey): RegisterValue {
    return this.#registers.get(key) ?? null;
  }

  apply({ session, sequence, command }: Request): Result {
    const last = this.#sessions.get(session);
    // A client has one command under way, so an older sequence number can only be a late duplicate: nobody waits for it.
    if (this.#deduplicates && last !== undefined && sequence <= last.sequence) return last.result;
    const result = this.#execute(command);
    this.#sessions.set(session, { sequence, result });
    return result;
  }

  #execute(command: Command): Result {
    if (command.f === 'write') {
      this.#registers.set(command.key, command.value);
      return { applied: true, value: command.value };
    }
    const found = this.read(command.key);
    if (found !== command.from) return { applied: false, value: found };
    this.#registers.set(command.key, command.to);
    return { applied: true, value: command.to };
  }
}
