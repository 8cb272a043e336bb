/** Every target, by the name that people type. Adding one is a folder and a line here. */
import { etcd } from './etcd/index.ts';
import { locks } from './locks/index.ts';
import { quorum } from './quorum/index.ts';
import { raft } from './raft/index.ts';
import { redis } from './redis/index.ts';
import type { AnyTarget } from './target.ts';

export const targets = { raft, locks, quorum, etcd, redis } satisfies { [name: string]: AnyTarget };
