/**
 * Finds the engine that runs containers: what DOCKER_HOST names, or else the first socket of Docker or Podman that answers.
 * What is wrong with each is a finding, with what to do about it. Starts nothing, and never asks twice where it should wait.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { UserError } from '../../../core/errors.ts';

export interface Engine {
  readonly docker: Docker;
  /** As DOCKER_HOST would have it. */
  readonly address: string;
  /** `Docker 20.10.24`. */
  readonly name: string;
  readonly kernel: string;
}

export type Found = { readonly ok: true; readonly engine: Engine } | { readonly ok: false; readonly reason: string };

const PATIENCE_MS = 3_000;

export async function findEngine(environment = process.env): Promise<Found> {
  const { DOCKER_HOST: named } = environment;
  if (named !== undefined && named !== '') {
    const found = await ask(named);
    return found.ok ? found : { ok: false, reason: `DOCKER_HOST is ${named}, and ${found.reason}` };
  }
  const tried: string[] = [];
  for (const socket of socketsOf(environment)) {
    if (!existsSync(socket)) continue;
    const found = await ask(`unix://${socket}`);
    if (found.ok) return found;
    tried.push(found.reason);
  }
  const what = tried.length === 0 ? 'there is no socket of Docker or Podman' : tried.join('; ');
  return { ok: false, reason: `${what}: ${tried.length === 0 ? INSTALL : START}` };
}

const INSTALL = 'install one (apt-get install docker.io, or Docker Desktop), or name one by DOCKER_HOST';
const START = 'start it (systemctl start docker), or name another one by DOCKER_HOST';

export async function engineHere(): Promise<Engine> {
  const found = await findEngine();
  if (!found.ok) throw new UserError(`no engine for containers answers, for ${found.reason}`);
  return found.engine;
}

/** The best known first. Those of Podman speak the same language. */
function socketsOf({ XDG_RUNTIME_DIR: runtime, HOME: home = homedir() }: NodeJS.ProcessEnv): readonly string[] {
  const own = runtime ?? `/run/user/${process.getuid?.() ?? 0}`;
  return [
    '/var/run/docker.sock',
    join(own, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(own, 'podman/podman.sock'),
    '/run/podman/podman.sock',
  ];
}

async function ask(address: string): Promise<Found> {
  const refusal = refusalOf(address);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  try {
    const docker = clientOf(address);
    const version = await soon(docker.version());
    const name = /podman/i.test(JSON.stringify(version.Components ?? [])) ? 'Podman' : 'Docker';
    return {
      ok: true,
      engine: { docker, address, name: `${name} ${version.Version}`, kernel: version.KernelVersion ?? '' },
    };
  } catch (error) {
    return { ok: false, reason: complaintOf(address, error) };
  }
}

/** Ports are published on the engine's own 127.0.0.1, and on no other address of it. */
function refusalOf(address: string): string | undefined {
  if (/^unix:\/\/./.test(address)) return undefined;
  const { protocol = '', hostname = '' } = URL.canParse(address) ? new URL(address) : {};
  if (!['tcp:', 'http:', 'https:'].includes(protocol)) {
    return 'only unix:// and tcp:// are understood';
  }
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return undefined;
  return 'ports that are published on the 127.0.0.1 of another machine are out of reach: choose an engine of this one';
}

export function clientOf(address: string): Docker {
  if (address.startsWith('unix://')) return new Docker({ socketPath: address.slice('unix://'.length) });
  // Certificates and the like: as docker itself reads the environment.
  return new Docker();
}

async function soon<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS).unref();
  });
  return Promise.race([answer, late]);
}

function complaintOf(address: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${address} may not be opened (add yourself to the group docker)`;
    case 'ECONNREFUSED':
    case 'ENOENT':
      return `nobody listens at ${address}`;
    default:
      return `${address} does not answer as an engine does (${message})`;
  }
}
