/** A Runtime whose time, disk and network a test moves by hand: nothing happens in it on its own. */
import { type Random, randomOf } from '../../harness/core/random.ts';
import type { Disk, NodeId, Runtime, Timer } from '../runtime.ts';
import { Codec } from './codec.ts';
import type { Message } from './messages.ts';
import type { Operations, ServiceCodec } from './service.ts';

interface FileState {
  bytes: Uint8Array;
  /** What a crash leaves, and the states since, of which it may leave any. */
  durable: Uint8Array | undefined;
  unsynced: Uint8Array[];
}

export class HandDisk implements Disk {
  readonly #files = new Map<string, FileState>();
  readonly #syncs: { file: string; covers: number; done: (error?: Error) => void }[] = [];

  read(file: string): Uint8Array | undefined {
    return this.#files.get(file)?.bytes.slice();
  }

  write(file: string, bytes: Uint8Array): void {
    this.#set(file, bytes.slice());
  }

  append(file: string, bytes: Uint8Array): void {
    this.#set(file, Uint8Array.of(...(this.read(file) ?? []), ...bytes));
  }

  sync(file: string, done: (error?: Error) => void): void {
    this.#syncs.push({ file, covers: this.#files.get(file)?.unsynced.length ?? 0, done });
  }

  /** Syncs that were asked for and are not done. */
  get syncing(): readonly string[] {
    return this.#syncs.map(({ file }) => file);
  }

  /** Ends the first sync under way. */
  finishSync(error?: Error): void {
    const sync = this.#syncs.shift();
    const file = sync && this.#files.get(sync.file);
    if (sync === undefined) throw new Error('no sync is under way');
    if (error === undefined && file !== undefined && sync.covers > 0) {
      file.durable = file.unsynced[sync.covers - 1];
      file.unsynced.splice(0, sync.covers);
      for (const other of this.#syncs) if (other.file === sync.file) other.covers -= sync.covers;
    }
    sync.done(error);
  }

  finishAll(): void {
    while (this.#syncs.length > 0) this.finishSync();
  }

  /** What is found after a crash that let the first `kept` un-synced writes of a file reach the disk. */
  afterCrash(kept = 0): HandDisk {
    const found = new HandDisk();
    for (const [name, { durable, unsynced }] of this.#files) {
      const bytes = kept > 0 ? (unsynced[Math.min(kept, unsynced.length) - 1] ?? durable) : durable;
      if (bytes !== undefined) found.#files.set(name, { bytes, durable: bytes, unsynced: [] });
    }
    return found;
  }

  /** The same, with this in place of the file's bytes. */
  with(file: string, bytes: Uint8Array): HandDisk {
    this.#files.set(file, { bytes, durable: bytes, unsynced: [] });
    return this;
  }

  #set(name: string, bytes: Uint8Array): void {
    const file = this.#files.get(name) ?? { bytes, durable: undefined, unsynced: [] };
    this.#files.set(name, { ...file, bytes, unsynced: [...file.unsynced, bytes] });
  }
}

export class HandRuntime<O extends Operations> implements Runtime {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly disk: HandDisk;
  readonly random: Random = randomOf(1);
  readonly logged: string[] = [];
  readonly sent: { readonly to: NodeId; readonly message: Message<O> }[] = [];
  readonly #codec: Codec<O>;
  #nowMs = 0;
  #wallMs = 0;
  readonly #timers = new Set<{ readonly at: number; fire(): void }>();
  #receiver: (from: NodeId, bytes: Uint8Array) => void = () => {};

  constructor(options: { self: NodeId; peers: readonly NodeId[]; codec: ServiceCodec<O>; disk?: HandDisk }) {
    this.#codec = new Codec(options.codec);
    this.self = options.self;
    this.peers = options.peers;
    this.disk = options.disk ?? new HandDisk();
  }

  readonly clock = { monotonic: () => this.#nowMs * 1e6, wall: () => this.#nowMs + this.#wallMs };

  readonly timers = {
    after: (ms: number, fire: () => void): Timer => {
      const timer = { at: this.#nowMs + ms, fire };
      this.#timers.add(timer);
      return { cancel: () => this.#timers.delete(timer) };
    },
  };

  readonly network = {
    send: (to: NodeId, bytes: Uint8Array): void => {
      this.sent.push({ to, message: this.#codec.decode(bytes) });
    },
    receive: (on: (from: NodeId, bytes: Uint8Array) => void): void => {
      this.#receiver = on;
    },
  };

  log(event: string): void {
    this.logged.push(event);
  }

  /** Something arrives. */
  deliver(from: NodeId, message: Message<O>): void {
    this.#receiver(from, this.#codec.encode(message));
  }

  deliverBytes(from: NodeId, bytes: Uint8Array): void {
    this.#receiver(from, bytes);
  }

  /** The wall clock jumps. */
  bump(ms: number): void {
    this.#wallMs += ms;
  }

  /** Lets time pass: timers fire in their order, each at its time. */
  pass(ms: number): void {
    const until = this.#nowMs + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = due.at;
      due.fire();
    }
    this.#nowMs = until;
  }

  /** What was sent since the last call. */
  takeSent(): { readonly to: NodeId; readonly message: Message<O> }[] {
    return this.sent.splice(0);
  }
}
