/** All groups of rows, by the names that `--only` takes. */
import { etcd } from './etcd.ts';
import type { Group } from './group.ts';
import { growth } from './growth.ts';
import { knossos } from './knossos.ts';
import { kv } from './kv.ts';
import { containers, million } from './long.ts';
import { matrix } from './matrix.ts';
import { wgl } from './wgl.ts';

export const groups = { etcd, knossos, wgl, kv, matrix, million, containers, growth } satisfies {
  readonly [name: string]: Group;
};

export type GroupName = keyof typeof groups;
export const groupNames = Object.keys(groups) as GroupName[];
