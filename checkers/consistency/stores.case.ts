/** Histories of any size from stores that have a level by their construction, and, with enough operations, no higher one. */
import { type Random, randomOf } from '../../harness/core/random.ts';
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';

export interface Store {
  readonly operations: number;
  readonly sessions: number;
  readonly keys: number;
  /** Probability that the outcome of a write is unknown. */
  readonly open: number;
  /**
   * log: one log of all writes, of which a session reads an old part. lamport: writes spread in causal order, and of two
   * the one with the higher Lamport stamp stays. arrival: the same, and the one that came last stays.
   */
  readonly kind: 'log' | 'lamport' | 'arrival';
}

interface Write {
  readonly key: number;
  readonly value: RegisterValue;
  readonly session: number;
  /** How many writes of each session it depends on. */
  readonly after: readonly number[];
  readonly stamp: number;
}

export function historyOf(store: Store, seed: number): Operation<RegisterOps>[] {
  const random = randomOf(seed);
  const logs: Write[][] = Array.from({ length: store.sessions }, () => []);
  const log: Write[] = [];
  const replicas = logs.map((_, session) => new Replica(store, session));
  let fresh = store.sessions;
  return Array.from({ length: store.operations }, (_, id): Operation<RegisterOps> => {
    const replica = random.pick(replicas);
    const key = random.int(store.keys);
    const isWrite = random.chance(0.5);
    if (store.kind === 'log') replica.follow(log, isWrite ? log.length : random.int(log.length + 1));
    else replica.gossip(logs, random);
    const base = { id, process: replica.process, call: id * 10, callTime: id * 10 };
    const done = { outcome: 'ok', return: id * 10 + 5, returnTime: id * 10 + 5 } as const;
    if (!isWrite) {
      return { ...base, f: 'read', input: { key }, output: { key, value: replica.read(key) }, ...done };
    }
    const isOpen = random.chance(store.open);
    if (!isOpen || random.chance(0.5)) {
      const write = replica.write(key, id);
      logs[write.session]?.push(write);
      log.push(write);
      if (store.kind === 'log') replica.follow(log, log.length);
    }
    if (!isOpen) return { ...base, f: 'write', input: { key, value: id }, output: { key, value: id }, ...done };
    replica.process = fresh++;
    return { ...base, f: 'write', input: { key, value: id }, outcome: 'info', return: Infinity, returnTime: Infinity };
  });
}

class Replica {
  process: number;
  readonly #store: Store;
  readonly #session: number;
  readonly #held = new Map<number, Write>();
  readonly #seen: number[];
  #followed = 0;
  #stamp = 0;

  constructor(store: Store, session: number) {
    this.#store = store;
    this.#session = session;
    this.process = session;
    this.#seen = new Array<number>(store.sessions).fill(0);
  }

  read(key: number): RegisterValue {
    return this.#held.get(key)?.value ?? null;
  }

  write(key: number, value: RegisterValue): Write {
    const write = { key, value, session: this.#session, after: [...this.#seen], stamp: this.#stamp + 1 };
    if (this.#store.kind !== 'log') this.#apply(write);
    return write;
  }

  follow(log: readonly Write[], until: number): void {
    for (const write of log.slice(this.#followed, until)) this.#apply(write);
    this.#followed = Math.max(this.#followed, until);
  }

  /** A few writes of each other session, as far as all that they depend on is here. */
  gossip(logs: readonly (readonly Write[])[], random: Random): void {
    for (const other of random.shuffle([...logs.keys()])) {
      for (let count = random.int(4); count > 0; count--) {
        const write = logs[other]?.[this.#seen[other] ?? 0];
        const isReady = write?.after.every((seen, session) => session === other || (this.#seen[session] ?? 0) >= seen);
        if (other === this.#session || write === undefined || !isReady) break;
        this.#apply(write);
      }
    }
  }

  #apply(write: Write): void {
    const held = this.#held.get(write.key);
    const isNewer =
      held === undefined || held.stamp < write.stamp || (held.stamp === write.stamp && held.session < write.session);
    if (this.#store.kind !== 'lamport' || isNewer) this.#held.set(write.key, write);
    this.#seen[write.session] = (this.#seen[write.session] ?? 0) + 1;
    this.#stamp = Math.max(this.#stamp, write.stamp);
  }
}
