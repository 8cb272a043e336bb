/**
 * Runs a service on 127.0.0.1 for a test, without an environment and without faults: its processes on free ports, each node
 * with a folder of its own. Whatever happens, every process that it started is killed by its id, and the folders removed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { NodeId } from '../../../targets/runtime.ts';
import type { Endpoint, Endpoints, Inquiry, Service } from '../../../targets/service.ts';
import { programFor } from '../../core/optional.support.ts';
import { randomOf } from '../../core/random.ts';

export interface RunningService {
  readonly endpoints: Endpoints;
  readonly inquiry: Inquiry;
  /** SIGKILL to all processes of a node; resolves when they are gone. */
  kill(node: NodeId): Promise<void>;
  start(node: NodeId): void;
  /** What the node's processes have printed. */
  log(node: NodeId): string;
}

/** Why a test of this service must be skipped; false if all its programs are here. */
export function missing({ binaries }: Service): string | false {
  const absent = binaries.find(({ name }) => programFor('local', [name]) === undefined);
  return absent === undefined ? false : `${absent.name} is not on the PATH (Debian: ${absent.install.debian})`;
}

export async function withService(
  service: Service,
  nodes: readonly NodeId[],
  body: (running: RunningService) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'harness-service-'));
  const processes = new Processes(service, root, await endpointsFor(service, nodes));
  try {
    for (const node of nodes) processes.start(node);
    await until(
      () => service.ready(processes.inquiry),
      () => nodes.map((node) => processes.log(node)).join('\n'),
    );
    await body(processes);
  } finally {
    await Promise.all(nodes.map((node) => processes.kill(node)));
    rmSync(root, { recursive: true, force: true });
  }
}

/** Long enough for a busy machine. */
const DEADLINE_MS = 30_000;

/** Asks until it is so. */
export async function until(isSo: () => Promise<boolean>, because = (): string => ''): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`nothing within ${DEADLINE_MS} ms\n${because()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

class Processes implements RunningService {
  readonly endpoints: Endpoints;
  readonly inquiry: Inquiry;
  readonly #service: Service;
  readonly #root: string;
  readonly #running = new Map<NodeId, ReturnType<typeof spawn>[]>();
  readonly #logs = new Map<NodeId, string>();

  constructor(service: Service, root: string, endpoints: Endpoints) {
    this.#service = service;
    this.#root = root;
    this.endpoints = endpoints;
    this.inquiry = { ...endpoints, timeoutMs: 1_000 };
  }

  start(node: NodeId): void {
    const directory = (of: NodeId): string => path.join(this.#root, of);
    const isFirstStart = !this.#running.has(node);
    mkdirSync(directory(node), { recursive: true });
    const started = this.#service.processes({ ...this.endpoints, node, directory }).map((one) => {
      if (isFirstStart) for (const file of one.files) writeFileSync(path.join(directory(node), file.path), file.text);
      const child = spawn(one.command, directory(node), one.environment);
      child.all.on('data', (text) => this.#logs.set(node, this.log(node) + text));
      return child;
    });
    this.#running.set(node, started);
  }

  async kill(node: NodeId): Promise<void> {
    const children = this.#running.get(node) ?? [];
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children);
  }

  log(node: NodeId): string {
    return this.#logs.get(node) ?? '';
  }
}

function spawn([file, ...parameters]: readonly [string, ...string[]], cwd: string, environment: object) {
  const env = { PATH: process.env.PATH, ...environment };
  return execa(file, parameters, { cwd, env, extendEnv: false, reject: false, all: true, buffer: false });
}

async function endpointsFor({ ports }: Service, nodes: readonly NodeId[]): Promise<Endpoints> {
  const keys = nodes.flatMap((node) => ports.map((port) => `${node} ${port}`));
  const free = await freePorts(keys.length);
  const listen = (node: NodeId, port: number): Endpoint => {
    const at = free[keys.indexOf(`${node} ${port}`)];
    if (at === undefined) throw new Error(`${node} has no port ${port}`);
    return { host: '127.0.0.1', port: at };
  };
  return {
    nodes,
    listen,
    route: (_from, to, port) => listen(to, port),
    clock: { monotonic: () => performance.now() * 1e6, wall: () => Date.now() },
    timers: {
      after(ms, fire) {
        const timer = setTimeout(fire, ms);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    random: randomOf(1),
  };
}

/** All held at once, so that they differ, and then let go. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      if (address === null || typeof address === 'string') throw new Error('a server on TCP has no port');
      return address.port;
    }),
  );
}
