/**
 * Who may import whom. Imports point one way, `harness/core <- histories <- {checkers | targets | nemesis} <- the rest of
 * harness <- harness/cli`, and never in a circle; only a few named files may touch the outside world.
 */
import { posix } from 'node:path';
import { type Import, isTest, type Source } from './source.support.ts';

export interface Complaint {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

type Layer =
  | 'core'
  | 'histories'
  | 'checkers'
  | 'targets'
  | 'nemesis'
  | 'harness'
  | 'cli'
  | 'wasm'
  | 'bench'
  | 'examples';

/** The layers that each may import, itself included. */
const MAY_IMPORT: { readonly [layer in Layer]: readonly Layer[] } = {
  core: ['core'],
  histories: ['core', 'histories'],
  checkers: ['core', 'histories', 'checkers'],
  targets: ['core', 'histories', 'targets'],
  nemesis: ['core', 'histories', 'nemesis'],
  harness: ['core', 'histories', 'checkers', 'targets', 'nemesis', 'harness'],
  cli: ['core', 'histories', 'checkers', 'targets', 'nemesis', 'harness', 'cli'],
  // AssemblyScript: another language, which nobody can import.
  wasm: ['wasm'],
  // As users write: the harness by its name.
  examples: ['examples'],
  bench: ['core', 'histories', 'checkers', 'targets', 'nemesis', 'harness', 'bench'],
};

/** The first that fits. */
const LAYERS: readonly (readonly [prefix: string, layer: Layer])[] = [
  ['harness/core/', 'core'],
  ['harness/cli/', 'cli'],
  ['harness/', 'harness'],
  ['histories/', 'histories'],
  ['checkers/linearizable/core/', 'wasm'],
  ['checkers/', 'checkers'],
  ['targets/', 'targets'],
  ['nemesis/', 'nemesis'],
  ['bench/', 'bench'],
  ['examples/', 'examples'],
];

function layerOf(path: string): Layer | undefined {
  return LAYERS.find(([prefix]) => path.startsWith(prefix))?.[1];
}

/** A nemesis speaks of nodes, and nodes are named by the runtime: the one type that siblings share. */
function isException(from: string, { to, isTypeOnly }: Import): boolean {
  return layerOf(from) === 'nemesis' && to === 'targets/runtime.ts' && isTypeOnly;
}

export function directions(sources: readonly Source[]): Complaint[] {
  return sources.flatMap(({ path, imports }) => {
    const layer = layerOf(path);
    if (layer === undefined) return [{ path, line: 1, message: 'stands in no layer: no folder of the tree holds it' }];
    return imports.flatMap((imported) => {
      const other = layerOf(imported.to);
      if (other === undefined || MAY_IMPORT[layer].includes(other) || isException(path, imported)) return [];
      return [{ path, line: imported.line, message: `${layer} must not import ${other} (${imported.to})` }];
    });
  });
}

/**
 * Circles of imports. None is left once types are erased: which file runs first would depend on who asks. Types may go
 * in a circle inside one folder (a host and the life that it hosts name each other), but tie no two folders together.
 */
export function circles(sources: readonly Source[]): Complaint[] {
  const loaded = knots(sources, ({ isTypeOnly }) => !isTypeOnly);
  const named = knots(sources, () => true).filter((knot) => new Set(knot.map((path) => posix.dirname(path))).size > 1);
  const members = new Set([...loaded, ...named].map((knot) => knot.join(', ')));
  return [...members].map((knot) => ({
    path: knot.split(', ')[0] ?? '',
    line: 1,
    message: `imports go in a circle through ${knot}`,
  }));
}

/** The sets of files that reach each other, and themselves. */
function knots(sources: readonly Source[], counts: (imported: Import) => boolean): string[][] {
  const next = new Map(sources.map(({ path, imports }) => [path, imports.filter(counts).map(({ to }) => to)]));
  const reach = new Map(sources.map(({ path }) => [path, reachable(path, next)]));
  const inCircle = sources.map(({ path }) => path).filter((path) => reach.get(path)?.has(path));
  return inCircle.map((path) => inCircle.filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path)));
}

function reachable(from: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const fresh = (next.get(path) ?? []).filter((to) => !found.has(to));
    for (const to of fresh) found.add(to);
    open.push(...fresh);
  }
  return found;
}

/** Modules that reach files, processes and the network. */
const WORLD = new Set(
  ['fs', 'fs/promises', 'child_process', 'net', 'dgram', 'tls', 'http', 'https', 'http2', 'cluster', 'worker_threads']
    .flatMap((name) => [name, `node:${name}`])
    .concat('execa', 'ioredis', 'testcontainers', '@hono/node-server'),
);

/** Who may use them, and what for. Adding a line is a decision to be defended in review. */
const WORLDLY: readonly RegExp[] = [
  // Environments run nodes. The simulation must not: what it did would then depend on the machine.
  /^harness\/environments\/(?!sim\/)/,
  // Clients of real systems. Types alone may go further; etcd's client has the language's own fetch.
  /^targets\/redis\/connection\.ts$/,
  // The store, where runs are kept.
  /^histories\/store\.ts$/,
  /^histories\/runs\//,
  // A campaign's journal and the history of campaigns, and runs in real time that passed and are not kept.
  /^harness\/campaign\/(?:journal|real-run|shrinking|history\/database)\.ts$/,
  // The compiled checker, here and in threads; and the fuzzer, which is a program of its own.
  /^checkers\/linearizable\/(?:core-file|farm)\.ts$/,
  /^checkers\/linearizable\/fuzz\//,
  // Target files of users; and whether a system of theirs takes connections.
  /^harness\/own-target\/(?:load|questions)\.ts$/,
  // What a user names on the command line.
  /^harness\/cli\/(?:campaign-flags|config|history-source|output-file|store-directory)\.ts$/,
  // The program and the letters with which PNGs are made, from packages.
  /^harness\/inspect\/plots\/png\.ts$/,
  // The page of reports, as it was built.
  /^harness\/report\/html\/template\.ts$/,
  // The store as a page: a server on this machine alone, and the runs that are started from it.
  /^harness\/serve\/(?:server|launch|routes|run-place|run-details|current-report|store-index|page-files)\.ts$/,
  // Its own version, from package.json.
  /^harness\/cli\/main\.ts$/,
];

export function world(sources: readonly Source[]): Complaint[] {
  return sources
    .filter(({ path }) => !isTest(path) && !path.startsWith('bench/') && !WORLDLY.some((allowed) => allowed.test(path)))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ to, isTypeOnly }) => WORLD.has(to) && !isTypeOnly)
        .map(({ to, line }) => ({ path, line, message: `must not import ${to}: only environments touch the world` })),
    );
}
