/**
 * One suite for every environment: whatever a target may rely on, and whatever a nemesis may do, behaves alike in the
 * simulation and with real processes. The cases stand in `conformance/`; what only the simulation can promise (exact instants,
 * repeatable runs) is tested beside it.
 */
import { beforeAll, describe, it } from 'vitest';
import { build } from '../built.support.ts';
import type { Case } from './conformance/case.support.ts';
import { clockCases } from './conformance/clocks.support.ts';
import { clusterCases } from './conformance/cluster.support.ts';
import { diskCases } from './conformance/disks.support.ts';
import { linkCases } from './conformance/links.support.ts';
import { pauseCases } from './conformance/pauses.support.ts';
import { processCases } from './conformance/processes.support.ts';
import { whyNoContainers } from './docker/docker.support.ts';
import type { Environment } from './environment.ts';
import { withCluster } from './environments.support.ts';
import { environments } from './index.ts';

const cases: readonly Case[] = [
  ...clusterCases,
  ...linkCases,
  ...processCases,
  ...pauseCases,
  ...clockCases,
  ...diskCases,
];

for (const environment of Object.values(environments)) {
  const reason = await whyNot(environment);
  describe.skipIf(reason !== undefined)(
    `${environment.name}${reason === undefined ? '' : ` (skipped: ${reason})`}`,
    () => {
      if (environment.name !== 'sim') beforeAll(build, 300_000);
      for (const { name, needs, effect, run } of cases) {
        it.skipIf(!needs.every((kind) => environment.offers.has(kind)))(name, (context) =>
          withCluster(environment, (exercised) => {
            const { effects } = exercised.cluster;
            context.skip(effect !== undefined && effects?.has(effect) === false, `no ${effect} of links here`);
            return run(exercised);
          }),
        );
      }
    },
  );
}

async function whyNot(environment: Environment): Promise<string | undefined> {
  if (environment.name === 'docker') return whyNoContainers();
  const probed = await environment.probe();
  return probed.ok ? undefined : probed.reason;
}
