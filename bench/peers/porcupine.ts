/**
 * The peer: builds the Go program of the folder beside this file, once, into a cache outside of the sources, and runs it on
 * files of histories. Without Go there is no peer, and the bench says so and goes on. A history that needs more memory
 * than allowed ends the process; then the rest is asked of a new one.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const MODULE = 'github.com/anishathalye/porcupine';

/** Seen from the sources and from the built file. */
const PLACES = ['./porcupine', '../../../bench/peers/porcupine'];

export interface PeerFile {
  readonly model: string;
  readonly path: string;
}

export interface PeerOptions {
  readonly procs: 1 | 2;
  readonly timeoutMs: number;
  readonly memoryMib: number;
  readonly runs: number;
  readonly leastMs: number;
  readonly mostMs: number;
  /** Checks once more to count configurations. */
  readonly count?: boolean;
}

export interface PeerReport {
  readonly file: string;
  readonly result: 'valid' | 'invalid' | 'timeout' | 'out-of-memory';
  readonly operations: number;
  readonly medianMs: number;
  readonly runs: number;
  readonly peakBytes: number;
  readonly configurations?: number;
  readonly procs: number;
}

export interface Peer {
  /** `go version go1.26.0 linux/amd64`. */
  readonly go: string;
  /** `github.com/anishathalye/porcupine v1.3.1`. */
  readonly version: string;
  /** The histories that its own tests use, in `jepsen/` and `kv/`: they come with its source. */
  readonly testData: string;
  check(files: readonly PeerFile[], options: PeerOptions): Promise<readonly PeerReport[]>;
}

/** The peer, or why there is none. */
export async function buildPorcupine(): Promise<Peer | string> {
  const go = await execa('go', ['version'], { reject: false });
  if (go.failed) return 'Go is not installed (no command `go`)';
  const folder = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((place) =>
    existsSync(path.join(place, 'go.mod')),
  );
  if (folder === undefined) return 'the sources of the peer, bench/peers/porcupine, are missing';
  const binary = path.join(
    folder,
    '../../../node_modules/.cache/bench-peers',
    `porcupine-${digest(folder, go.stdout)}`,
  );
  if (!existsSync(binary)) {
    const built = await execa('go', ['build', '-o', binary, '.'], { cwd: folder, reject: false });
    if (built.failed) return `Go cannot build it: ${lastLine(built.stderr)}`;
  }
  const where = await execa('go', ['list', '-m', '-f', '{{.Dir}}', MODULE], { cwd: folder, reject: false });
  if (where.failed) return `Go does not know where its source is: ${lastLine(where.stderr)}`;
  return {
    go: go.stdout,
    testData: path.join(where.stdout.trim(), 'test_data'),
    version:
      /github\.com\/anishathalye\/porcupine v\S+/.exec(readFileSync(path.join(folder, 'go.mod'), 'utf8'))?.[0] ?? '',
    check: (files, options) => checkAll(binary, files, options),
  };
}

async function checkAll(
  binary: string,
  files: readonly PeerFile[],
  options: PeerOptions,
): Promise<readonly PeerReport[]> {
  const reports: PeerReport[] = [];
  while (reports.length < files.length) {
    const rest = files.slice(reports.length);
    const { stdout, stderr, failed } = await execa(binary, [...flags(options), ...rest.map(argument)], {
      env: { GOMAXPROCS: String(options.procs) },
      reject: false,
    });
    const told = stdout.split('\n').filter((line) => line !== '');
    for (const line of told) reports.push(JSON.parse(line) as PeerReport);
    if (!failed) break;
    const next = files[reports.length];
    // The last line is that of the history which was too large, if the program had the time to write it.
    if (told.length > 0 && reports.at(-1)?.result === 'out-of-memory') continue;
    if (next === undefined || !/out of memory|cannot allocate memory/.test(stderr)) {
      throw new Error(`the peer failed: ${lastLine(stderr)}`);
    }
    const { procs, memoryMib } = options;
    const peakBytes = memoryMib * 2 ** 20;
    reports.push({ file: next.path, result: 'out-of-memory', operations: 0, medianMs: 0, runs: 0, peakBytes, procs });
  }
  return reports;
}

function flags({ timeoutMs, memoryMib, runs, leastMs, mostMs, count = false }: PeerOptions): string[] {
  return [
    `-timeout=${timeoutMs}ms`,
    `-memory=${memoryMib}`,
    `-runs=${runs}`,
    `-least=${leastMs}ms`,
    `-most=${mostMs}ms`,
    `-count=${count}`,
  ];
}

const argument = ({ model, path: file }: PeerFile): string => `${model}=${file}`;

function digest(folder: string, go: string): string {
  const hash = createHash('sha256').update(go);
  for (const name of readdirSync(folder).sort())
    hash.update(`\0${name}\0`).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
