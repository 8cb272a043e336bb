/**
 * A machine behind the session table that makes a retried command take effect once (section 8, thesis 6.3). The table is
 * replicated like the machine's own state: every replica that has applied the same entries knows the same sessions.
 */
import type { Request } from './messages.ts';
import type { Machine, Operations } from './service.ts';

export class Sessions<O extends Operations> {
  readonly #machine: Machine<O>;
  readonly #sessions = new Map<string, { readonly sequence: number; readonly result: O['result'] }>();
  readonly #deduplicates: boolean;

  readonly #answeredAgain: (() => void) | undefined;

  constructor(
    machine: Machine<O>,
    options: { readonly deduplicates: boolean; readonly answeredAgain?: (() => void) | undefined },
  ) {
    this.#machine = machine;
    this.#deduplicates = options.deduplicates;
    this.#answeredAgain = options.answeredAgain;
  }

  apply({ session, sequence, command }: Request<O['command']>): O['result'] {
    const last = this.#sessions.get(session);
    // A session has one command under way, so an older sequence number can only be a late duplicate: nobody waits for it.
    if (this.#deduplicates && last !== undefined && sequence <= last.sequence) {
      this.#answeredAgain?.();
      return last.result;
    }
    const result = this.#machine.execute(command);
    this.#sessions.set(session, { sequence, result });
    return result;
  }
}
