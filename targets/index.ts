/** Every target, by the name that people type. Adding one is a folder and a line here. */
import type { RegisterOps } from '../histories/ops/register.ts';
import { raft } from './raft/index.ts';
import type { Target } from './target.ts';

export const targets = { raft } satisfies { [name: string]: Target<RegisterOps> };
