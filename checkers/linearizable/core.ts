/**
 * The typed face of the WebAssembly core: compile its bytes once, then make one search per check. Nothing here reads
 * files or knows models, so that it runs in a browser as well; transitions are asked of the caller by number.
 */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
};
type WasmModule = { readonly wasmModule: never };

interface CoreExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  prepare(operations: number, events: number, classes: number, limitBytes: number): number;
  start(initialState: number, seedLow: number, seedHigh: number, fingerprintBits: number): void;
  run(steps: number): number;
  eventsAt(): number;
  classesAt(): number;
  operationOf(entry: number): number;
  placedAt(): number;
  placedLength(): number;
  furthestEntry(): number;
  prefixAt(): number;
  prefixLength(): number;
  prefixState(): number;
  statesAt(): number;
  statesLength(): number;
  visitedCount(): number;
  arenaBytes(): number;
}

/** The compiled module; it holds no state of its own. */
export interface Core {
  readonly module: WasmModule;
}

export async function loadCore(bytes: Uint8Array): Promise<Core> {
  return { module: await WebAssembly.compile(bytes) };
}

/** A history as the core sees it: 2 * operation (+ 1 for its return) per event, 2 * class (+ 1 if readonly) per operation. */
export interface CoreHistory {
  readonly events: Int32Array;
  readonly classes: Int32Array;
  readonly classCount: number;
}

/** `fingerprintBits` below 64 provokes collisions; tests do that. */
export interface HashSeed {
  readonly seed: number;
  readonly fingerprintBits: number;
}

export type CoreStatus = 'ok' | 'refuted' | 'continue' | 'out-of-memory';
const STATUS: readonly CoreStatus[] = ['refuted', 'ok', 'continue', 'out-of-memory'];

/** Where the furthest branch of a search stood when it could not get past a return. */
export interface CoreProgress {
  /** The operation whose return was in the way. */
  readonly blocked: number;
  readonly prefix: readonly number[];
  /** The state after that prefix, and those of other branches that came as far (at most 16 in all). */
  readonly state: number;
  readonly states: readonly number[];
}

/** One instance, used for one part of a history after the other. What `transition` throws comes out of `run`. */
export class CoreSearch {
  readonly #core: CoreExports;

  constructor(core: Core, transition: (state: number, operationClass: number) => number) {
    this.#core = new WebAssembly.Instance(core.module, { host: { transition } }).exports as CoreExports;
  }

  /** False when the bound leaves no room for this history. */
  prepare(history: CoreHistory, limitBytes: number): boolean {
    const { events, classes, classCount } = history;
    if (!this.#core.prepare(classes.length, events.length, classCount, limitBytes)) return false;
    this.#ints(this.#core.eventsAt(), events.length).set(events);
    this.#ints(this.#core.classesAt(), classes.length).set(classes);
    return true;
  }

  start(initialState: number, { seed, fingerprintBits }: HashSeed): void {
    this.#core.start(initialState, seed, 0x2545f491, fingerprintBits);
  }

  run(steps: number): CoreStatus {
    return STATUS[this.#core.run(steps)] ?? 'out-of-memory';
  }

  get configurations(): number {
    return this.#core.visitedCount();
  }

  get bytes(): number {
    return this.#core.arenaBytes();
  }

  /** The operations placed so far, in order: a linearization once the status is ok. */
  placed(): number[] {
    return this.#operations(this.#core.placedAt(), this.#core.placedLength());
  }

  /** Undefined when no return ever was in the way. */
  progress(): CoreProgress | undefined {
    const entry = this.#core.furthestEntry();
    if (entry === 0) return undefined;
    return {
      blocked: this.#core.operationOf(entry),
      prefix: this.#operations(this.#core.prefixAt(), this.#core.prefixLength()),
      state: this.#core.prefixState(),
      states: [...this.#ints(this.#core.statesAt(), this.#core.statesLength())],
    };
  }

  #operations(at: number, length: number): number[] {
    return Array.from(this.#ints(at, length), (entry) => this.#core.operationOf(entry));
  }

  /** A view that lives until the memory grows. Addresses above 2 GiB come out negative. */
  #ints(at: number, length: number): Int32Array {
    return new Int32Array(this.#core.memory.buffer, at >>> 0, length);
  }
}
