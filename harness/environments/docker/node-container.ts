/**
 * A process of a node, in a container of its own on the network of the node's holder. The container is made at the first start;
 * later ones start it again, so its files are what they were. To the rest of the harness it is a process like others: it has
 * lines, an end, and can be stopped, and go on, and be killed.
 */
import { constants } from 'node:os';
import type Docker from 'dockerode';
import { type Child, type Hearing, type Signal, TAIL } from '../local/child.ts';
import { Attached } from './engine/attached.ts';
import { type ContainerSpec, startContainer } from './engine/started.ts';
import { wordsOf } from './image/images.ts';
import { MARK } from './node/stdio.ts';

export interface NodeContainerOptions {
  readonly docker: Docker;
  readonly spec: Omit<ContainerSpec, 'created' | 'environment'>;
  heldBack(): Promise<number>;
}

export class NodeContainer {
  readonly #options: NodeContainerOptions;
  #id: string | undefined;

  constructor(options: NodeContainerOptions) {
    this.#options = options;
  }

  /** `input` is the first that it can read. */
  start(hearing: Hearing, input = ''): ContainedChild {
    return new ContainedChild(this.#options, hearing, (child) => this.#begin(child, hearing, input));
  }

  async #begin(child: ContainedChild, { environment }: Hearing, input: string): Promise<void> {
    const { docker, spec } = this.#options;
    const created = (id: string): Promise<void> => {
      this.#id = id;
      return child.attach(docker.getContainer(id), input);
    };
    if (this.#id === undefined) {
      await startContainer({ ...spec, environment, created });
    } else {
      await created(this.#id);
      await docker.getContainer(this.#id).start();
    }
  }
}

const LAST_WORDS_MS = 500;

/** One life of it. */
export class ContainedChild implements Child {
  readonly ended: Promise<string>;
  /** Settles when it runs, or has ended. */
  readonly isRunning: Promise<void>;
  readonly tail: string[] = [];
  readonly #options: NodeContainerOptions;
  readonly #hearing: Hearing;
  readonly #begun: Promise<void>;
  #container: Docker.Container | undefined;
  #attached: Attached | undefined;
  #exited: Promise<{ readonly StatusCode: number }> | undefined;
  #isAlive = true;
  #pid: number | undefined;

  constructor(options: NodeContainerOptions, hearing: Hearing, begin: (child: ContainedChild) => Promise<void>) {
    this.#options = options;
    this.#hearing = hearing;
    this.#begun = begin(this).then(() => this.#findPid());
    this.isRunning = this.#begun.catch(() => undefined);
    this.ended = this.#end();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  /** Before it starts, so that neither its first words nor its end are missed. */
  async attach(container: Docker.Container, input: string): Promise<void> {
    this.#container = container;
    this.#attached = await Attached.to(container, (line) => this.#hear(line));
    this.#exited = container.wait({ condition: 'next-exit' });
    // Of one that never starts nobody hears anything more.
    this.#exited.catch(() => undefined);
    this.#attached.write(input);
  }

  async signal(name: Signal): Promise<boolean> {
    await this.isRunning;
    const container = this.#container;
    if (!this.#isAlive || container === undefined) return false;
    try {
      if (name === 'SIGSTOP') await container.pause();
      else if (name === 'SIGCONT') await container.unpause();
      else await container.kill({ signal: name });
      return true;
    } catch (error) {
      // It has ended just now, or is what it is to become.
      if (typeof (error as { readonly statusCode?: number }).statusCode === 'number') return false;
      throw error;
    }
  }

  send(message: object): void {
    this.#attached?.write(`${JSON.stringify(message)}\n`);
  }

  heldBack(): Promise<number> {
    return this.#options.heldBack();
  }

  async #findPid(): Promise<void> {
    this.#pid = (await this.#container?.inspect())?.State.Pid || undefined;
  }

  async #end(): Promise<string> {
    const how = await this.#howItEnded();
    await Promise.race([this.#attached?.ended, new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref())]);
    this.#attached?.close();
    this.#isAlive = false;
    return how;
  }

  async #howItEnded(): Promise<string> {
    try {
      await this.#begun;
      const { StatusCode: code } = (await this.#exited) ?? { StatusCode: -1 };
      const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
      return signal === undefined ? `exit code ${code}` : `signal ${signal}`;
    } catch (error) {
      return wordsOf(error);
    }
  }

  #hear(line: string): void {
    if (line.startsWith(MARK)) {
      this.#hearing.message?.(JSON.parse(line.slice(MARK.length)));
      return;
    }
    this.tail.push(line);
    if (this.tail.length > TAIL) this.tail.shift();
    this.#hearing.line(line);
  }
}
