/** What the conformance suite needs to command its program, and to have clusters of it. */
import type { NodeId, Runtime } from '../../targets/runtime.ts';
import type { Monitor, Program } from '../../targets/target.ts';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Cluster, Environment } from './environment.ts';
import { type Answer, type Command, decode, encode, exercise, exerciseOrigin } from './exercise.case.ts';

/** Sends commands and waits for their answers; undefined if none came in time. */
export class Commander {
  readonly runtime: Runtime;
  readonly #open = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    runtime.network.receive((_from, bytes) => {
      const message = decode(bytes);
      if (message.type !== 'answer') return;
      this.#open.get(message.id)?.(message.answer);
      this.#open.delete(message.id);
    });
  }

  call(node: NodeId, command: Command, timeoutMs = 1_000): Promise<Answer | undefined> {
    const id = ++this.#calls;
    return new Promise((resolve) => {
      const timeout = this.runtime.timers.after(timeoutMs, () => {
        this.#open.delete(id);
        resolve(undefined);
      });
      this.#open.set(id, (answer) => {
        timeout.cancel();
        resolve(answer);
      });
      this.runtime.network.send(node, encode({ type: 'command', id, command }));
    });
  }
}

export interface Exercised {
  readonly cluster: Cluster;
  readonly commander: Commander;
  readonly log: readonly string[];
  sleep(ms: number): Promise<void>;
}

export const NODES = ['n1', 'n2', 'n3'] as const;

/** Deploys three nodes, lets `body` act on them while time passes, and stops them, whatever happens. */
export async function withCluster(
  environment: Environment,
  body: (exercised: Exercised) => Promise<void>,
  options: { readonly seed?: number; readonly program?: Program; readonly monitor?: Monitor } = {},
): Promise<void> {
  const log: string[] = [];
  const { monitor } = options;
  const program = options.program ?? exercise;
  const cluster = await environment.deploy({
    program: monitor === undefined ? program : { ...program, monitor: () => monitor },
    origin: exerciseOrigin,
    nodes: NODES,
    random: randomOf(options.seed ?? 1),
    log: (node, line) => log.push(`${node} ${line}`),
  });
  try {
    const commander = new Commander(cluster.client('c1'));
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => {
        cluster.clock.at(cluster.clock.now() + msToNs(ms), resolve);
      });
    await cluster.drive(body({ cluster, commander, log, sleep }));
  } finally {
    await cluster.stop();
  }
}

/** The environment's faults of this kind; fails if it does not have them. */
export function faultsOf<K extends keyof Cluster['faults']>(cluster: Cluster, kind: K) {
  const faults = cluster.faults[kind];
  if (faults === undefined) throw new Error(`the environment has no ${kind} faults`);
  return faults;
}
