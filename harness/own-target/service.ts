/** From a definition to a service: what runs on each node, when the cluster serves, and who leads. */
import type { NodeId } from '../../targets/runtime.ts';
import type { Inquiry, Service, ServiceContext, ServiceProcess } from '../../targets/service.ts';
import type { NodeStatus } from '../../targets/target.ts';
import type { CommandLine, Deployment, DockerStart, StatusCheck } from './definition.ts';
import { NodePlaceholders, portsOf } from './placeholders.ts';
import { programOf } from './program.ts';
import { answered, answersBadly, found, refusesConnections } from './questions.ts';
import { wordsOf } from './template.ts';

const DATA = '/data';

/** `folder` is where the target file is. */
export function serviceOf(definition: Deployment, folder: string): Service {
  const { local, docker, ready, status } = definition;
  const placeholders = new NodePlaceholders(definition, folder);
  const processOf = (context: ServiceContext, command: CommandLine): readonly ServiceProcess[] => {
    const filled = (text: string) => placeholders.fill(text, context);
    const [program = '', ...words] = wordsOf(command).map(filled);
    return [
      {
        name: definition.name,
        command: [program, ...words],
        environment: mapped(definition.environment ?? {}, (value) => filled(String(value))),
        files: Object.entries(definition.files ?? {}).map(([path, text]) => ({ path, text: filled(text) })),
      },
    ];
  };
  return {
    kind: 'service',
    // Which programs there must be the definition knows (program.ts), and any version of them will do.
    binaries: [],
    ports: portsOf(definition).map(([, port]) => port),
    sharesAddresses: definition.sharesAddresses === true,
    processes(context) {
      if (local === undefined) throw new Error(`${definition.name} has no command of its own`);
      const [program = '', ...words] = wordsOf(local.command);
      return processOf(context, [programOf(program, folder), ...words]);
    },
    ...(docker === undefined
      ? {}
      : {
          container: {
            image: docker.image,
            directory: docker.directory ?? DATA,
            entrypoint: startOf(docker),
            ...(docker.user === undefined ? {} : { user: docker.user }),
            processes: (context) => processOf(context, docker.entrypoint ?? docker.command ?? []),
          },
        }),
    ...readiness(definition, ready),
    ...(status === undefined ? {} : { status: typeof status === 'function' ? status : statusBy(definition, status) }),
  };
}

const startOf = ({ entrypoint, command }: DockerStart) =>
  entrypoint !== undefined ? 'replaced' : command !== undefined ? 'given' : 'kept';

function readiness(
  definition: Deployment,
  ready: Deployment['ready'],
): Pick<Service, 'ready' | 'complaint' | 'startsWithinSeconds'> {
  if (typeof ready === 'function') return { ready: (inquiry) => ready(inquiry).catch(() => false) };
  const port = portNamed(definition, ready?.port);
  const complaints = async (inquiry: Inquiry): Promise<readonly string[]> => {
    const all = inquiry.nodes.map(async (node) => {
      const { timeoutMs } = inquiry;
      const endpoint = inquiry.route('client', node, port);
      const complaint =
        ready?.http === undefined
          ? await refusesConnections(endpoint, timeoutMs)
          : await answersBadly({ endpoint, path: ready.http, timeoutMs }, ready.status ?? '2xx');
      return complaint === undefined ? [] : [`${node} ${complaint}`];
    });
    return (await Promise.all(all)).flat();
  };
  return {
    ready: async (inquiry) => (await complaints(inquiry)).length === 0,
    complaint: async (inquiry) => (await complaints(inquiry))[0],
    ...(ready?.within === undefined ? {} : { startsWithinSeconds: ready.within }),
  };
}

const statusBy =
  (definition: Deployment, { http, role: roleAt, primary, term: termAt, port }: StatusCheck) =>
  async (inquiry: Inquiry, node: NodeId): Promise<NodeStatus | undefined> => {
    const endpoint = inquiry.route('client', node, portNamed(definition, port));
    const answer = await answered({ endpoint, path: http, timeoutMs: inquiry.timeoutMs });
    const role = answer && found(answer, roleAt);
    if (answer === undefined || role === undefined || role === null) return undefined;
    const term = termAt === undefined ? Number.NaN : Number(found(answer, termAt));
    return {
      role: String(role),
      primary: String(role) === primary,
      ...(Number.isFinite(term) ? { term } : {}),
    };
  };

/** By its name; otherwise the one for clients. */
export function portNamed(definition: Pick<Deployment, 'ports'>, name: string | undefined): number {
  const ports = portsOf(definition);
  const [, port] = ports.find(([own]) => own === name) ?? ports[0] ?? [];
  if (port === undefined) throw new Error('a definition without ports was not refused');
  return port;
}

const mapped = <A, B>(all: { readonly [name: string]: A }, to: (value: A) => B): { readonly [name: string]: B } =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, to(value)]));
