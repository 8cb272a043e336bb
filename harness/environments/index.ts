/** Every environment there is. Adding one is a folder beside this file and one line here. */

import { docker } from './docker/index.ts';
import type { Environment } from './environment.ts';
import { local } from './local/index.ts';
import { sim } from './sim/index.ts';

export const environments = { sim, local, docker } as const satisfies Readonly<Record<string, Environment>>;

export type EnvironmentName = keyof typeof environments;
