/**
 * Starts containers through testcontainers, with what it has no words for: an input to talk to, ports on 127.0.0.1 alone, named
 * volumes, and no capabilities but those named. The caller is let in between the making of a container and its start.
 */
import { GenericContainer, StartupCheckStrategy } from 'testcontainers';
import type { Engine } from './engine.ts';
import type { Labels } from './run.ts';

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  /** A network's name, or `container:` and the id of one whose network it shares. */
  readonly network: string;
  /** In place of the image's own. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  readonly user?: string | undefined;
  /** A volume of this name is there. */
  readonly volume?: { readonly name: string; readonly at: string };
  /** Published, each at a free port of 127.0.0.1. */
  readonly ports?: readonly number[];
  /** Otherwise those that engines give by default. */
  readonly capabilities?: readonly string[];
  readonly sysctls?: { readonly [name: string]: string };
  readonly files?: readonly { readonly path: string; readonly text: string }[];
  /** It is there, and starts when this resolves. */
  created(id: string): Promise<void>;
}

export interface StartedContainer {
  readonly id: string;
  /** Where each port is published. */
  readonly published: ReadonlyMap<number, number>;
}

/** It looks for an engine by itself, in fewer places than we do: so it is told which. */
export function useEngine({ address }: Pick<Engine, 'address'>): void {
  process.env.DOCKER_HOST = address;
}

export async function startContainer(spec: ContainerSpec): Promise<StartedContainer> {
  const started = await new Container(spec).start();
  const ports = spec.ports ?? [];
  return { id: started.getId(), published: new Map(ports.map((port) => [port, started.getMappedPort(port)])) };
}

class Container extends GenericContainer {
  readonly #created: ContainerSpec['created'];

  constructor(spec: ContainerSpec) {
    super(spec.image);
    this.#created = spec.created;
    const { entrypoint, command, user, volume, ports = [], capabilities, sysctls, files = [] } = spec;
    this.withName(spec.name)
      .withLabels(spec.labels)
      .withNetworkMode(spec.network)
      .withEnvironment(spec.environment ?? {})
      .withSecurityOpt('no-new-privileges')
      .withWaitStrategy(new Started())
      // Removing things is the run's affair, and its watchdog's.
      .withAutoCleanup(false);
    if (entrypoint !== undefined) this.withEntrypoint([...entrypoint]);
    if (command !== undefined) this.withCommand([...command]);
    if (user !== undefined) this.withUser(user);
    if (capabilities !== undefined) this.withDroppedCapabilities('ALL').withAddedCapabilities(...capabilities);
    if (files.length > 0) {
      this.withCopyContentToContainer(files.map(({ path, text }) => ({ target: path, content: text, mode: 0o644 })));
    }
    if (ports.length > 0) this.withExposedPorts(...ports);
    const loopback = ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '0' }]]);
    this.hostConfig.PortBindings = Object.fromEntries(loopback);
    if (volume !== undefined) this.hostConfig.Binds = [`${volume.name}:${volume.at}`];
    if (sysctls !== undefined) this.hostConfig.Sysctls = { ...sysctls };
    // We hear all of it, and nobody asks for it again.
    this.hostConfig.LogConfig = { Type: 'none', Config: {} };
    // Who is attached holds its input open, and nobody else.
    Object.assign(this.createOpts, { OpenStdin: true, StdinOnce: true, AttachStdin: true });
  }

  protected override containerCreated(id: string): Promise<void> {
    return this.#created(id);
  }
}

/** Whether it serves is for others to say. */
class Started extends StartupCheckStrategy {
  override async checkStartupState(): Promise<'SUCCESS'> {
    return 'SUCCESS';
  }
}
