/** A cluster of a program of ours: one process for each node, and a disk that is ours to spoil. */
import { UserError } from '../../core/errors.ts';
import type { Crash } from './machine.ts';
import { ProgramMachine } from './program-machine.ts';
import type { Population } from './site.ts';

/** Where each node listens. */
export const PROGRAM_PORT = 7000;

const LINKED_MS = 10_000;
const SEEDS = 2 ** 31;

export const programs: Population = {
  clock: 'node',
  ports: 1,
  lacks: () => ({}),
  machine({ request, fabric, clock, directory }, place) {
    const { origin, nodes, random } = request;
    if (origin === undefined) throw new Error('nobody said where processes find their program');
    const { id } = place;
    const peers = nodes.filter((other) => other !== id);
    return new ProgramMachine({
      ...place,
      seed: (incarnation) => random.fork(`node/${id}/${incarnation}`).int(SEEDS),
      setup: {
        self: id,
        peers,
        origin,
        listen: fabric.listen(id, PROGRAM_PORT),
        routes: Object.fromEntries(peers.map((peer) => [peer, fabric.route(id, peer, PROGRAM_PORT)])),
        directory: directory(id),
        startNs: clock.startNs,
      },
    });
  },
  /** A run begins with all nodes connected with each other: whatever fails later is a fault, or a finding. */
  async begin(machines, { crashes }) {
    await Promise.all(machines.map((machine) => machine.start()));
    refuseCrashed(crashes);
    const linked = await Promise.all(
      machines.map(async (machine) => machine instanceof ProgramMachine && (await machine.linked(LINKED_MS))),
    );
    refuseCrashed(crashes);
    if (linked.includes(false)) {
      throw new UserError(`not all nodes could connect with each other within ${LINKED_MS / 1000} s of their start`);
    }
  },
};

function refuseCrashed([crash]: readonly Crash[]): void {
  if (crash !== undefined) throw new UserError(`node ${crash.node} did not get through its start: ${crash.error}`);
}
