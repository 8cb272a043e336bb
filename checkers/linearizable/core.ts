/**
 * The typed face of the WebAssembly core: compile its bytes once, then make one search per check. Nothing here reads
 * files or knows models, so that it runs in a browser as well; transitions are asked of the caller by number.
 */
import { ArrayBlock } from './arrays.ts';
import { orderOfTrail } from './trail.ts';

declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
};
type WasmModule = { readonly wasmModule: never };

interface CoreExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  prepare(
    search: number,
    operations: number,
    events: number,
    classes: number,
    namedStates: number,
    limitBytes: number,
  ): number;
  start(
    initialState: number,
    rules: number,
    firstSeed: number,
    firstBits: number,
    secondSeed: number,
    secondBits: number,
  ): void;
  run(steps: number): number;
  eventsAt(): number;
  classesAt(): number;
  classTableAt(): number;
  trailAt(): number;
  trailLength(): number;
  furthestEntry(): number;
  prefixAt(): number;
  prefixLength(): number;
  prefixState(): number;
  statesAt(): number;
  statesLength(): number;
  configurations(): number;
}

/** An instance whose memory has grown beyond this is not kept for the next check: memories never shrink. */
const MOST_KEPT_BYTES = 2 ** 24;

/** The compiled module, and an instance of it that is not in use: making one costs more than a small check. */
export class Core {
  readonly #module: WasmModule;
  #idle: CoreSearch | undefined;

  constructor(module: WasmModule) {
    this.#module = module;
  }

  /** Lends a search to one check, which returns it when it is done. */
  async lend<T>(use: (search: CoreSearch) => Promise<T>): Promise<T> {
    const search = this.#idle ?? new CoreSearch(this.#module);
    this.#idle = undefined;
    search.arrays.release(0);
    try {
      return await use(search);
    } finally {
      if (search.memoryBytes <= MOST_KEPT_BYTES) this.#idle = search;
    }
  }
}

/** Compiles the bytes of core.wasm. */
export async function loadCore(bytes: Uint8Array): Promise<Core> {
  return new Core(await WebAssembly.compile(bytes));
}

/** A history as the core sees it. */
export interface CoreHistory {
  /** 2 * operation (+ 1 for its return), in the order of time. */
  readonly events: Int32Array;
  /** The class of each operation. */
  readonly classes: Int32Array;
  /** Four words a class; see classes.ts. */
  readonly classTable: Int32Array;
  readonly namedStates: number;
}

export type SearchName = 'wgl' | 'jit';
const SEARCHES: { readonly [name in SearchName]: number } = { wgl: 0, jit: 1 };

/** The rules of the just-in-time search; see core/rules.ts. */
export const RULES = {
  eager: 1,
  symmetry: 2,
  absorption: 4,
  lookahead: 8,
  antichain: 16,
  liveness: 32,
  reach: 64,
} as const;
export const ALL_RULES = 127;

/** `fingerprintBits` below 64 provokes collisions; tests do that. */
export interface HashSeed {
  readonly seed: number;
  readonly fingerprintBits: number;
}

/** A configuration counts as seen only where its fingerprints under both seeds say so. */
export type HashSeeds = readonly [HashSeed, HashSeed];

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

/** How far a search came; `blocked` is the operation whose return was in the way. */
export interface Furthest {
  readonly blocked: number;
  readonly placed: number;
}

/** Answers the core what a state becomes under a class of operations; what it throws comes out of `run`. */
export type Transition = (state: number, operationClass: number) => number;

/** One instance, used for one part of a history after the other. */
export class CoreSearch {
  /** For whoever works on a part: released when the part is decided, and when the next check begins. */
  readonly arrays = new ArrayBlock();
  readonly #core: CoreExports;
  #history: CoreHistory | undefined;
  #transition: Transition = () => -1;
  #memoryBytes = 0;

  constructor(module: WasmModule) {
    const transition: Transition = (state, operationClass) => this.#transition(state, operationClass);
    this.#core = new WebAssembly.Instance(module, { host: { transition } }).exports as CoreExports;
  }

  /** As of the last step: asking the memory itself costs as much as some operations do. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** False when the bound leaves no room for this history. */
  prepare(search: SearchName, history: CoreHistory, transition: Transition, limitBytes: number): boolean {
    this.#transition = transition;
    const { events, classes, classTable, namedStates } = history;
    const classCount = classTable.length / 4;
    const { prepare } = this.#core;
    const hasRoom = prepare(SEARCHES[search], classes.length, events.length, classCount, namedStates, limitBytes);
    this.#memoryBytes = this.#core.memory.buffer.byteLength;
    if (!hasRoom) return false;
    this.#ints(this.#core.eventsAt(), events.length).set(events);
    this.#ints(this.#core.classesAt(), classes.length).set(classes);
    this.#ints(this.#core.classTableAt(), classTable.length).set(classTable);
    this.#history = history;
    return true;
  }

  start(initialState: number, rules: number, [first, second]: HashSeeds): void {
    const { seed, fingerprintBits } = first;
    this.#core.start(initialState, rules, seed, fingerprintBits, second.seed, second.fingerprintBits);
  }

  run(steps: number): CoreStatus {
    try {
      return STATUS[this.#core.run(steps)] ?? 'out-of-memory';
    } finally {
      this.#memoryBytes = this.#core.memory.buffer.byteLength;
    }
  }

  get configurations(): number {
    return this.#core.configurations();
  }

  /** The operations placed so far, in order: a linearization once the status is ok. */
  placed(): Int32Array {
    return this.#order(this.#core.trailAt(), this.#core.trailLength());
  }

  /** How many operations the longest order holds, and which one it could not get past. */
  furthest(): Furthest | undefined {
    const entry = this.#core.furthestEntry();
    return entry === 0 ? undefined : { blocked: this.#operationOf(entry), placed: this.#core.prefixLength() };
  }

  /** Undefined when no return ever was in the way. */
  progress(): CoreProgress | undefined {
    const entry = this.#core.furthestEntry();
    if (entry === 0) return undefined;
    return {
      blocked: this.#operationOf(entry),
      prefix: Array.from(this.#order(this.#core.prefixAt(), this.#core.prefixLength())),
      state: this.#core.prefixState(),
      states: [...this.#ints(this.#core.statesAt(), this.#core.statesLength())],
    };
  }

  #operationOf(entry: number): number {
    return (this.#history?.events[entry - 1] ?? 0) >> 1;
  }

  #order(at: number, length: number): Int32Array {
    if (this.#history === undefined) return new Int32Array();
    return orderOfTrail(this.#ints(at, length), this.#history, this.arrays);
  }

  /** A view that lives until the memory grows. Addresses above 2 GiB come out negative. */
  #ints(at: number, length: number): Int32Array {
    return new Int32Array(this.#core.memory.buffer, at >>> 0, length);
  }
}
