/**
 * A cluster of a real system, whose processes are what its `Service` says. It serves when it says so itself, within a deadline;
 * its disks are its own, and on proxies its network is out of reach.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inquiry, Service } from '../../../targets/service.ts';
import { UserError } from '../../core/errors.ts';
import { complaintOf, findBinary } from '../services/binaries.ts';
import { neverReady } from '../services/startup.ts';
import { ServiceMachine } from './service-machine.ts';
import { addressesOf, type Ground, type Population } from './site.ts';

const READY_S = 30;
const POLL_MS = 20;
const QUESTION_MS = 1_000;

/** Refuses before anything is started if a program of it is missing on this machine. */
export async function refuseMissing(service: Service): Promise<void> {
  for (const binary of service.binaries) {
    const complaint = complaintOf(binary, await findBinary(binary));
    if (complaint !== undefined) throw new UserError(complaint);
  }
}

export function services(service: Service): Population {
  return {
    clock: 'other',
    ports: service.ports.length,
    lacks: (fabric) => ({
      disk: 'only programs of ours have a disk that can lose what was not synced',
      ...(service.sharesAddresses && fabric.name === 'proxy'
        ? {
            network:
              'its nodes pass on their own addresses, so nothing goes through proxies: choose --fabric netns or rootless',
          }
        : {}),
    }),
    machine(ground, place) {
      const { id } = place;
      const inquiry = inquiryOf(ground);
      return new ServiceMachine({
        ...place,
        processes: service.processes({ ...inquiry, node: id, directory: (node) => ground.directory(node) }),
        ask: async () => service.status?.(inquiry, id),
      });
    },
    async begin(machines, ground) {
      await Promise.all(machines.map((machine) => machine.start()));
      const patienceSeconds = service.startsWithinSeconds ?? READY_S;
      const deadline = performance.now() + patienceSeconds * 1000;
      while (!(await service.ready(inquiryOf(ground)))) {
        const [crash] = ground.crashes;
        if (crash !== undefined)
          throw new UserError(`node ${crash.node} did not get through its start: ${crash.error}`);
        if (performance.now() > deadline) {
          const complaint = await service.complaint?.(inquiryOf(ground));
          throw new UserError(neverReady('the cluster', patienceSeconds, 'the run directory', complaint));
        }
        await sleep(POLL_MS);
      }
      if (service.status === undefined) return;
      for (const machine of machines) if (machine instanceof ServiceMachine) void machine.watch();
    },
  };
}

const inquiryOf = ({ request, fabric }: Ground): Inquiry => ({
  ...addressesOf(request.nodes, fabric),
  timeoutMs: QUESTION_MS,
});
