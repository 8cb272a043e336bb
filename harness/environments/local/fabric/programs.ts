/**
 * The small programs of the operating system that make a network: where they are looked for, and which packages have them.
 * What is plain without running any of them is told here, for whoever has no time to.
 */
import { delimiter } from 'node:path';
import { isExecutable, placesOf } from '../../executables.ts';
import type { NamespaceName } from './inside.ts';

/** Debian packages; elsewhere they are called much the same. */
const PACKAGES: { readonly [program: string]: string } = {
  ip: 'iproute2',
  tc: 'iproute2',
  nft: 'nftables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
};

const NEEDED = ['setpriv', 'unshare', 'nsenter', 'ip', 'nft'];

/** Ordinary users often lack the folders of the system's own programs on their PATH. */
export const searchPath = (): string => `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;

export function notInstalled(program: string): string {
  const where = PACKAGES[program];
  return `${program} is not installed${where === undefined ? '' : ` (package ${where})`}`;
}

export const isInstalled = (program: string): boolean => placesOf(program, searchPath()).some(isExecutable);

/** Why there surely are no such namespaces for this user; undefined where only a trial can tell. */
export function obstacleTo(name: NamespaceName): string | undefined {
  if (process.platform !== 'linux') return 'there are network namespaces on Linux only';
  if (name === 'netns' && process.getuid?.() !== 0) return 'it needs root';
  const missing = NEEDED.find((program) => !isInstalled(program));
  return missing === undefined ? undefined : notInstalled(missing);
}
