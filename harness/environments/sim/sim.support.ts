/** Small clusters for the tests of the simulation: a program is whatever its nodes do at their start. */
import type { Runtime } from '../../../targets/runtime.ts';
import type { Program } from '../../../targets/target.ts';
import { randomOf } from '../../core/random.ts';
import { msToNs } from '../../core/time.ts';
import type { Cluster } from '../environment.ts';
import { NODES } from '../environments.support.ts';
import { sim } from './index.ts';

const silent = { status: () => ({ role: 'silent', primary: false }) };

export const programOf = (start: (runtime: Runtime) => void): Program => ({
  kind: 'program',
  start(runtime) {
    start(runtime);
    return silent;
  },
});

export const idle = programOf(() => {});

export const deploy = (program: Program, seed = 1, nodes: readonly string[] = NODES): Promise<Cluster> =>
  sim.deploy({ program, nodes, random: randomOf(seed), log() {} });

export const sleepOf =
  ({ clock }: Cluster) =>
  (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.at(clock.now() + msToNs(ms), resolve);
    });
