/**
 * Who may import whom. Imports point one way, `harness/core <- histories <- {checkers | targets | nemesis} <- the rest of
 * harness <- harness/cli`, and never in a circle; only a few named files may touch the outside world.
 */
import { type Import, isTest, type Source } from './source.support.ts';

export interface Complaint {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

type Layer = 'core' | 'histories' | 'checkers' | 'targets' | 'nemesis' | 'harness' | 'cli' | 'wasm' | 'bench';

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

/** Circles of imports, types included: a file that cannot be read without another that cannot be read without it. */
export function circles(sources: readonly Source[]): Complaint[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const way: string[] = [];
  const found: Complaint[] = [];
  const visit = (source: Source): void => {
    way.push(source.path);
    for (const { to, line } of source.imports) {
      const next = byPath.get(to);
      if (next === undefined || done.has(to)) continue;
      if (!way.includes(to)) visit(next);
      else {
        const circle = [...way.slice(way.indexOf(to)), to].join(' -> ');
        found.push({ path: source.path, line, message: `imports go in a circle: ${circle}` });
      }
    }
    way.pop();
    done.add(source.path);
  };
  for (const source of sources) if (!done.has(source.path)) visit(source);
  return found;
}

/** Modules that reach files, processes and the network. */
const WORLD = new Set(
  ['fs', 'fs/promises', 'child_process', 'net', 'dgram', 'tls', 'http', 'https', 'http2', 'cluster', 'worker_threads']
    .flatMap((name) => [name, `node:${name}`])
    .concat('execa', 'testcontainers'),
);

/** Who may use them, and what for. Adding a line is a decision to be defended in review. */
const WORLDLY: readonly RegExp[] = [
  // Environments run nodes. The simulation must not: what it did would then depend on the machine.
  /^harness\/environments\/(?!sim\/)/,
  // The store, where runs are kept.
  /^histories\/store\.ts$/,
  /^histories\/runs\//,
  // The compiled checker.
  /^checkers\/linearizable\/core-file\.ts$/,
  // What a user names on the command line.
  /^harness\/cli\/(?:config|history-source|store-directory)\.ts$/,
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
