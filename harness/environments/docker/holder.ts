/**
 * The holder of a node: a container that owns the node's network and nothing else, for as long as the run goes on. What the node
 * runs shares that network, and may be killed and started again without losing its address, its ports or its partition. All
 * that a holder runs is a shell that obeys us, and that ends when we do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { UserError } from '../../core/errors.ts';
import { Attached } from './engine/attached.ts';
import { type ContainerSpec, startContainer } from './engine/started.ts';

export type HolderOptions = Pick<
  ContainerSpec,
  'image' | 'labels' | 'name' | 'network' | 'ports' | 'sysctls' | 'volume'
>;

const PATIENCE_MS = 20_000;
const DONE = 'harness-done';

export class Holder {
  readonly id: string;
  readonly address: string;
  /** Its shell, as the machine of the engine numbers it. */
  readonly pid: number;
  /** Where each port of the node is published on 127.0.0.1. */
  readonly published: ReadonlyMap<number, number>;
  readonly #shell: Shell;

  static async start(docker: Docker, options: HolderOptions): Promise<Holder> {
    const shell = new Shell();
    const { id, published } = await startContainer({
      ...options,
      entrypoint: ['sh'],
      command: [],
      capabilities: ['NET_ADMIN'],
      created: async (created) => shell.attach(await Attached.to(docker.getContainer(created), shell.hear)),
    });
    const { State, NetworkSettings } = await docker.getContainer(id).inspect();
    const address = NetworkSettings.Networks[options.network]?.IPAddress ?? '';
    return new Holder({ id, address, pid: State.Pid, published }, shell);
  }

  private constructor(facts: Pick<Holder, 'address' | 'id' | 'pid' | 'published'>, shell: Shell) {
    this.id = facts.id;
    this.address = facts.address;
    this.pid = facts.pid;
    this.published = facts.published;
    this.#shell = shell;
  }

  /** What the script says; rejects if its last command fails. One script runs after the other. */
  async run(script: string): Promise<string> {
    const { code, text } = await this.#shell.run(script);
    if (code === 0) return text;
    throw new UserError(
      `the network of a node cannot be changed: ${text.trim().split('\n')[0] ?? `exit code ${code}`}`,
    );
  }
}

interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** A shell at the other end of a container's input: scripts go in, and the lines up to the mark are what one has said. */
class Shell {
  #attached: Attached | undefined;
  #lines: string[] = [];
  readonly #waiting: ((outcome: Outcome) => void)[] = [];

  attach(attached: Attached): void {
    this.#attached = attached;
    void attached.ended.then(() => {
      for (const done of this.#waiting.splice(0)) done({ code: -1, text: 'its holder has ended' });
    });
  }

  readonly hear = (line: string): void => {
    const [mark, code] = line.split(' ');
    if (mark !== DONE) {
      this.#lines.push(line);
      return;
    }
    const text = this.#lines.splice(0).join('\n');
    this.#waiting.shift()?.({ code: Number(code), text });
  };

  async run(script: string): Promise<Outcome> {
    const attached = this.#attached;
    if (attached === undefined) throw new Error('a holder that has not started is asked for something');
    const outcome = new Promise<Outcome>((resolve) => this.#waiting.push(resolve));
    // A script must not read what comes after it; and what it says may have no end of its own.
    attached.write(`{ ${script}\n} 2>&1 </dev/null\nprintf '\\n%s %s\\n' ${DONE} $?\n`);
    const late = sleep(PATIENCE_MS, { code: -1, text: `no answer within ${PATIENCE_MS / 1000} s` }, { ref: false });
    return Promise.race([outcome, late]);
  }
}
