/**
 * Starts processes on this machine, on a node's side of the fabric: how nodes live in this environment. What is theirs is in
 * the node's folder.
 */
import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '../../../targets/service.ts';
import { type Child, ForkedChild, type Hearing } from './child.ts';
import type { NodeSetup } from './process/messages.ts';
import { compiledMain } from './program-machine.ts';
import type { StartedChild } from './service-machine.ts';

/** Makes a command one that runs where the node is. */
export type Command = (command: readonly string[]) => readonly string[];

export function startProgram(command: Command, setup: NodeSetup, { environment, ...hearing }: Hearing): Child {
  // Options for Node are for us, and a file preloaded into nodes would be a part of the system under test.
  const { NODE_OPTIONS: _, ...inherited } = process.env as { readonly [name: string]: string };
  return new ForkedChild({
    ...hearing,
    command: command([process.execPath, compiledMain(), JSON.stringify(setup)]),
    environment: { ...inherited, ...environment },
    hasChannel: true,
  });
}

/** The processes of one node's real system, over all of their starts. */
export class ServiceStarter {
  readonly #command: Command;
  readonly #directory: string;
  readonly #begun = new Set<string>();

  constructor(command: Command, directory: string) {
    this.#command = command;
    this.#directory = directory;
  }

  start({ name, command, files }: ServiceProcess, { environment, ...hearing }: Hearing): StartedChild {
    if (!this.#begun.has(name)) writeFiles(files, this.#directory);
    this.#begun.add(name);
    const child = new ForkedChild({
      ...hearing,
      command: this.#command(command),
      environment: { PATH: process.env.PATH ?? '', ...environment },
      hasChannel: false,
      directory: this.#directory,
    });
    return { child, isRunning: becomesProgram(child) };
  }
}

function writeFiles(files: ServiceProcess['files'], directory: string): void {
  for (const { path, text } of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

const EXEC_MS = 2_000;
/** What leads to a program, and becomes it by an exec. */
const LEADERS = new Set(['nsenter', 'setpriv', 'unshare']);

/** Until then its number means a program that goes before it. */
async function becomesProgram(child: Child): Promise<void> {
  const deadline = performance.now() + EXEC_MS;
  while (child.isAlive && isLeader(child.pid) && performance.now() < deadline) await sleep(2);
}

function isLeader(pid: number | undefined): boolean {
  try {
    return LEADERS.has(basename(readlinkSync(`/proc/${pid}/exe`)));
  } catch {
    return false;
  }
}
