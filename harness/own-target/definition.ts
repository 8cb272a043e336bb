/**
 * What a user writes to have a system of theirs tested: one object, exported by a TypeScript file, or the same as YAML or
 * JSON, as far as it is data. `defineTarget` is there for the compiler alone: what is wrong with a definition is told when its
 * file is loaded.
 */
import type { ReadWriteOps } from '../../checkers/models/register.ts';
import type { LockingOps } from '../../histories/ops/lock-service.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { NodeId } from '../../targets/runtime.ts';
import type { Endpoints, Inquiry } from '../../targets/service.ts';
import type { Client, ClientOptions, NodeStatus } from '../../targets/target.ts';

/** The workloads that a system of a user's can be driven by, and the operations that each asks for. */
export interface OwnVocabularies {
  register: RegisterOps;
  'rw-register': ReadWriteOps;
  lock: LockingOps;
}

export type OwnWorkload = keyof OwnVocabularies;

/** What a client has to understand: all that any of these workloads asks for. */
export type OwnOps<W extends OwnWorkload> = Pick<
  RegisterOps & LockingOps,
  Extract<keyof (RegisterOps & LockingOps), { [one in W]: keyof OwnVocabularies[one] }[W]>
>;

/** What stands around the client: the processes of a node, and how to tell that they serve. */
export interface Deployment {
  /** In lower case, with dashes: what reports and the store call it. */
  readonly name: string;
  readonly summary?: string | undefined;
  /** The fewest nodes that it works with; 1 unless it says otherwise. */
  readonly nodes?: number | undefined;
  /** The port that every node listens on, or several by name, the one for clients first. */
  readonly ports: number | { readonly [name: string]: number };
  /** A process of the operating system for each node: `--env local`. */
  readonly local?: LocalStart | undefined;
  /** A container for each node: `--env docker`. */
  readonly docker?: DockerStart | undefined;
  /** The environment of each node; it gets PATH as well, and nothing else. */
  readonly environment?: { readonly [name: string]: string | number | boolean } | undefined;
  /** Written into the directory of each node before its first start, by their paths in it. */
  readonly files?: { readonly [path: string]: string } | undefined;
  /** Placeholders of your own: a text for each node, put together. */
  readonly lists?: { readonly [name: string]: List } | undefined;
  /** Nodes pass their own addresses on to each other, so that proxies cannot stand between them. */
  readonly sharesAddresses?: boolean | undefined;
  /** How to tell that a cluster serves; unless it says otherwise, each node has to take connections. */
  readonly ready?: ReadyCheck | ((inquiry: Inquiry) => Promise<boolean>) | undefined;
  /** How to tell who leads, for nemeses that aim at primaries. */
  readonly status?: StatusCheck | ((inquiry: Inquiry, node: NodeId) => Promise<NodeStatus | undefined>) | undefined;
}

/** A list of words, or a text that is split at its spaces; no shell reads it. */
export type CommandLine = string | readonly string[];

export interface LocalStart {
  /** It runs in the node's own directory. */
  readonly command: CommandLine;
}

export interface DockerStart {
  readonly image: string;
  /** In place of the image's command; its entry point gets it. */
  readonly command?: CommandLine | undefined;
  /** In place of the image's entry point and of its command. */
  readonly entrypoint?: CommandLine | undefined;
  /** Where the image keeps what outlives a restart; `/data` unless it says otherwise. */
  readonly directory?: string | undefined;
  /** Who runs it, as `uid:gid` or by name. */
  readonly user?: string | undefined;
}

export interface List {
  /** For each node, with placeholders that mean that node: `{{node}}=http://{{address}}`. */
  readonly each: string;
  readonly of?: 'nodes' | 'peers' | undefined;
  /** Between two; a comma unless it says otherwise. */
  readonly join?: string | undefined;
}

export interface ReadyCheck {
  /** This path answers on each node, with one of these statuses; otherwise taking connections is enough. */
  readonly http?: string | undefined;
  readonly status?: Statuses | undefined;
  /** On this port, by its name; otherwise on the first. */
  readonly port?: string | undefined;
  /** So many seconds after its start at the latest; 30 unless it says otherwise. */
  readonly within?: number | undefined;
}

export interface StatusCheck {
  readonly http: string;
  /** Where the answer has the role: `body.role`, or `body` where it is the whole answer. */
  readonly role: string;
  /** The role of who leads. */
  readonly primary: string;
  readonly term?: string | undefined;
  readonly port?: string | undefined;
}

/** `204`, or a class such as `2xx`; or several. */
export type Statuses = StatusPattern | readonly StatusPattern[];
export type StatusPattern = number | string;

/** A client as data: an HTTP request for each operation. */
export interface Operations {
  readonly read: ReadRequest;
  readonly write: HttpRequest;
  /** A write of null, where that is another request. */
  readonly remove?: HttpRequest | undefined;
  readonly cas?: CasRequest | undefined;
}

export interface HttpRequest {
  /** A method and a path: `PUT /kv/{{key}}`. */
  readonly request: string;
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** A text, or what is sent as JSON. */
  readonly body?: BodyTemplate | undefined;
  /** The operation was done; `2xx` unless it says otherwise. */
  readonly ok?: Statuses | undefined;
  /** It certainly was not. All that is neither is unknown. */
  readonly fail?: Statuses | undefined;
  /** On this port, by its name; otherwise on the first. */
  readonly port?: string | undefined;
}

export interface ReadRequest extends HttpRequest {
  /** Where the value is: `body.value`; otherwise the whole body is it. */
  readonly value?: string | undefined;
  /** Nothing is there: the read saw null. */
  readonly absent?: Statuses | undefined;
}

export interface CasRequest extends HttpRequest {
  /** It found another value than `from`, and changed nothing. */
  readonly refused?: Statuses | undefined;
  /** Where the answer says whether it was done, if the status does not: `body.swapped`. */
  readonly applied?: string | undefined;
}

export type BodyTemplate =
  | string
  | number
  | boolean
  | null
  | readonly BodyTemplate[]
  | { readonly [name: string]: BodyTemplate };

export interface DeclaredTarget extends Deployment {
  readonly workloads?: readonly OwnWorkload[] | undefined;
  readonly operations: Operations;
}

export interface CodedTarget<W extends OwnWorkload> extends Deployment {
  readonly workloads: readonly W[];
  /** A client session whose first contact is `node`. */
  openService(endpoints: Endpoints, node: NodeId, options: ClientOptions): Client<OwnOps<W>>;
}

/** What a target file in TypeScript exports by default. */
export function defineTarget<const W extends OwnWorkload>(definition: CodedTarget<W>): CodedTarget<W>;
export function defineTarget(definition: DeclaredTarget): DeclaredTarget;
export function defineTarget(definition: object): object {
  return definition;
}
