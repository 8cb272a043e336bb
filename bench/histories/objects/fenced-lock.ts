/**
 * A lock that hands out tokens. Clients try to acquire it, mostly in vain, and release what they hold; one that does not
 * know whether it released asks again. An acquisition of unknown outcome never happens here: its token would be known to
 * nobody and the lock be held for ever. What is spoilt is the order of two tokens.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { FencedLockOps } from '../../../histories/ops/lock.ts';
import { type Change, lateFirst, type SimulatedObject } from '../simulated-object.ts';

export function fencedLock({ clients }: { clients: number }): SimulatedObject<FencedLockOps> {
  const held = new Map<number, number>();
  let holder: number | string | undefined;
  let token = 0;
  return {
    draw(client: number): Invocation<FencedLockOps> {
      const holds = held.get(client);
      return holds === undefined
        ? { f: 'acquire', value: { owner: client } }
        : { f: 'release', value: { owner: client, token: holds } };
    },

    apply({ f, value }: Invocation<FencedLockOps>, open: boolean): Output<FencedLockOps> {
      if (f === 'acquire') {
        if (holder !== undefined || open) return { owner: value.owner, token: null };
        holder = value.owner;
        return { owner: value.owner, token: ++token };
      }
      const released = holder === value.owner && token === value.token;
      if (released) holder = undefined;
      return { owner: value.owner, token: value.token, released };
    },

    answered(client: number, { f }: Invocation<FencedLockOps>, output: Output<FencedLockOps> | undefined): void {
      if (output === undefined) return;
      if (f === 'release') held.delete(client);
      else if ('token' in output && output.token !== null) held.set(client, output.token);
    },

    spoil: (operations) => exchangedTokens(operations, clients),
  };
}

function exchangedTokens(operations: readonly Operation<FencedLockOps>[], clients: number): Change<FencedLockOps>[] {
  const acquisitionAt = (position: number) => {
    const operation = operations[position];
    if (operation?.f !== 'acquire' || operation.outcome !== 'ok' || operation.output.token === null) return undefined;
    return { ...operation, output: operation.output };
  };
  for (const apart of [6 * clients, 1]) {
    for (const position of lateFirst(operations.length)) {
      const first = acquisitionAt(position);
      if (first === undefined) continue;
      for (let other = position + apart; other < operations.length; other++) {
        const second = acquisitionAt(other);
        if (second === undefined || second.call < first.return) continue;
        return [
          { position, output: { ...first.output, token: second.output.token } },
          { position: other, output: { ...second.output, token: first.output.token } },
        ];
      }
    }
  }
  return [];
}
