/**
 * What a user may choose about the store: a profile by name, and each of its parts by a flag of its own. This turns
 * flags into a configuration, and says in one sentence what is wrong with some of them together. R + W <= N is no
 * mistake here: it is a store that some people want, and what becomes of it is for the checkers to say.
 */
import type { Level } from '../../histories/ops/quorum.ts';
import type { Setting, Settings } from '../target.ts';
import type { Rules } from './rules.ts';

export interface StoreConfig {
  /** Copies of a key, and how many of them a read and a write wait for. */
  readonly n: number;
  readonly r: number;
  readonly w: number;
  readonly versions: 'timestamp' | 'lamport' | 'vector';
  /** A read writes the newest value to W replicas before it returns it (ABD). */
  readonly writeBack: boolean;
  /** After a read, replicas that were behind are sent the newest value. */
  readonly readRepair: boolean;
  /** Other nodes may stand in for homes that do not answer, and count. */
  readonly sloppy: boolean;
  /** What a home missed is kept for it. */
  readonly hints: boolean;
  readonly antiEntropy: boolean;
  /** How long a tombstone is kept. */
  readonly graceMs: number;
}

interface Profile extends Omit<StoreConfig, 'r' | 'w' | 'graceMs'> {
  readonly summary: string;
  readonly r: number | 'majority' | 'all';
  readonly w: number | 'majority' | 'all';
}

const LAST_WRITE_WINS = {
  n: 3,
  versions: 'timestamp',
  writeBack: false,
  readRepair: true,
  sloppy: false,
  hints: true,
  antiEntropy: true,
} as const;

const PROFILES = {
  strong: {
    ...LAST_WRITE_WINS,
    summary: 'ABD: majorities, Lamport pairs, reads write back',
    r: 'majority',
    w: 'majority',
    versions: 'lamport',
    writeBack: true,
    hints: false,
  },
  dynamo: { ...LAST_WRITE_WINS, summary: 'N=3 R=2 W=2, last write wins, sloppy', r: 2, w: 2, sloppy: true },
  'read-one': { ...LAST_WRITE_WINS, summary: 'R=1 W=N', r: 1, w: 'all' },
  'write-one': { ...LAST_WRITE_WINS, summary: 'R=N W=1', r: 'all', w: 1 },
  eventual: { ...LAST_WRITE_WINS, summary: 'R=W=1, sloppy', r: 1, w: 1, sloppy: true },
  custom: { ...LAST_WRITE_WINS, summary: 'N=3 R=2 W=2, last write wins, as the other flags say', r: 2, w: 2 },
} as const satisfies { readonly [name: string]: Profile };

type ProfileName = keyof typeof PROFILES;
const NAMES = Object.keys(PROFILES) as ProfileName[];
const AS_PROFILE = 'profile';
/** Ten days, as Cassandra has it. */
const GRACE_MS = 864_000_000;

const count = (describe: string): Setting => ({ kind: 'whole', describe, low: 0, high: 64, fallback: 0 });
const part = (describe: string, ...values: string[]): Setting => ({
  kind: 'choice',
  describe,
  values: [AS_PROFILE, ...values],
  fallback: AS_PROFILE,
});
const onOff = (describe: string): Setting => part(describe, 'on', 'off');

export const settings = {
  consistency: {
    kind: 'choice',
    describe: `what the store promises: ${NAMES.map((name) => `${name} (${PROFILES[name].summary})`).join('; ')}`,
    values: NAMES,
    fallback: 'strong',
  },
  n: count('copies of each key; 0 is what the profile says'),
  r: count('replicas that a read waits for; 0 is what the profile says'),
  w: count('replicas that a write waits for; 0 is what the profile says'),
  versions: part('how versions are told apart', 'timestamp', 'lamport', 'vector'),
  'write-back': onOff('reads write the newest value back before they return it'),
  'read-repair': onOff('replicas found behind by a read are repaired afterwards'),
  sloppy: onOff('other nodes stand in for replicas that do not answer'),
  hints: onOff('what a replica missed is kept for it elsewhere'),
  'anti-entropy': onOff('nodes compare Merkle trees in the background'),
  'grace-ms': {
    kind: 'whole',
    describe: 'milliseconds until a tombstone is collected',
    low: 1,
    high: GRACE_MS,
    fallback: GRACE_MS,
  },
} as const satisfies { readonly [name: string]: Setting };

type SettingName = keyof typeof settings;

/** The configuration that these settings mean. */
export function configOf(chosen: Settings, { majority }: Pick<Rules, 'majority'>): StoreConfig {
  const profile: Profile = PROFILES[profileOf(chosen)];
  const n = numberOf(chosen, 'n') || profile.n;
  const quorum = (size: Profile['r']): number => (size === 'majority' ? majority(n) : size === 'all' ? n : size);
  const isOn = (name: SettingName, standard: boolean): boolean => {
    const value = chosenFor(chosen, name);
    return value === AS_PROFILE ? standard : value === 'on';
  };
  const versions = VERSIONS.find((each) => each === chosenFor(chosen, 'versions')) ?? profile.versions;
  return {
    n,
    r: numberOf(chosen, 'r') || quorum(profile.r),
    w: numberOf(chosen, 'w') || quorum(profile.w),
    versions,
    writeBack: isOn('write-back', profile.writeBack),
    readRepair: isOn('read-repair', profile.readRepair),
    sloppy: isOn('sloppy', profile.sloppy),
    hints: isOn('hints', profile.hints),
    antiEntropy: isOn('anti-entropy', profile.antiEntropy),
    graceMs: numberOf(chosen, 'grace-ms'),
  };
}

const VERSIONS = ['timestamp', 'lamport', 'vector'] as const;

/** What is wrong with these settings together, if anything is. */
export function refuse(
  chosen: Settings,
  { nodes, workload }: { readonly nodes: number; readonly workload: string },
): string | undefined {
  const name = chosenFor(chosen, 'consistency');
  if (!NAMES.some((known) => known === name)) {
    return `unknown consistency profile ${name}: known are ${NAMES.join(', ')}`;
  }
  const config = configOf(chosen, { majority: (n) => Math.floor(n / 2) + 1 });
  const { n, r, w, versions, sloppy, hints } = config;
  if (n > nodes)
    return `${n} copies of each key (N) need ${n} nodes, and there are ${nodes}: raise --nodes or lower --n`;
  for (const [flag, what, size] of [
    ['r', 'read', r],
    ['w', 'write', w],
  ] as const) {
    if (size > n) return `a ${what} cannot wait for ${size} replicas of ${n} (N): lower --${flag} or raise --n`;
  }
  if (versions === 'vector' && REGISTERS.includes(workload)) {
    return `version vectors keep siblings, and ${workload} reads one value: choose --workload siblings or another --versions`;
  }
  if (versions !== 'vector' && workload === 'siblings') {
    return `the workload siblings is about version vectors, not ${versions}: choose --versions vector`;
  }
  if (sloppy && !hints)
    return 'a sloppy quorum keeps its writes as hints, which are off: give --hints on or --sloppy off';
  return undefined;
}

/** Workloads that see a key as one value. */
const REGISTERS: readonly string[] = ['rw-register', 'last-write'];

/** How many replicas a request asks for; undefined: more than there are. */
export function quorumOf(level: Level | null, size: number, n: number, { majority }: Pick<Rules, 'majority'>): number {
  switch (level) {
    case null:
      return size;
    case 'ONE':
      return 1;
    case 'TWO':
      return 2;
    case 'THREE':
      return 3;
    case 'QUORUM':
      return majority(n);
    case 'ALL':
      return n;
  }
}

function profileOf(chosen: Settings): ProfileName {
  return NAMES.find((name) => name === chosenFor(chosen, 'consistency')) ?? 'custom';
}

function chosenFor(chosen: Settings, name: SettingName): string | number {
  return chosen[name] ?? settings[name].fallback;
}

function numberOf(chosen: Settings, name: SettingName): number {
  return Number(chosenFor(chosen, name));
}
