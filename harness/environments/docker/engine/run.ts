/**
 * Whose is what: all that a run makes in an engine bears the run's name in its labels, and who its owner is. Only by them does
 * anything get removed.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { identityOf, isAlive, type ProcessIdentity } from '../../local/clean/identity.ts';
import { inside } from '../../local/fabric/inside.ts';

const RUN = 'harness.run';
const OWNER = 'harness.owner';
const NODE = 'harness.node';

export type Labels = { [name: string]: string };

export class EngineRun {
  /** Of its network, and how all names of it begin. */
  readonly name = `harness-${randomBytes(4).toString('hex')}`;
  readonly #owner: string;

  constructor() {
    const identity = inside()?.owner ?? identityOf(process.pid);
    if (identity === undefined) throw new Error('this process cannot find itself');
    this.#owner = JSON.stringify({ ...identity, host: hostname() } satisfies Owner);
  }

  labels(node?: string): Labels {
    return { [RUN]: this.name, [OWNER]: this.#owner, ...(node === undefined ? {} : { [NODE]: node }) };
  }
}

interface Owner extends ProcessIdentity {
  /** An engine may serve several machines. */
  readonly host: string;
}

export const runOf = (labels: Labels | undefined): string | undefined => labels?.[RUN];

/** What an engine has to be asked for: the things of one run, or of all. */
export const labelFilter = (run?: string): string => (run === undefined ? RUN : `${RUN}=${run}`);

/** Whether nobody is left to remove it. What cannot be told is somebody's. */
export function isAbandoned(labels: Labels | undefined): boolean {
  const owner = ownerOf(labels?.[OWNER] ?? '');
  return owner !== undefined && owner.host === hostname() && isAlive(owner) === false;
}

function ownerOf(text: string): Owner | undefined {
  try {
    const { pid, started, space, host } = JSON.parse(text) as { readonly [field: string]: unknown };
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined;
    if (typeof space !== 'string' || typeof host !== 'string') return undefined;
    return { pid, started, space, host };
  } catch {
    return undefined;
  }
}
