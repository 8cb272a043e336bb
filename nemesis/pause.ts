/**
 * Stops processes in mid-air (SIGSTOP) and lets them go on: what a long garbage collection, a swapping machine or a
 * migrating VM does. A paused leader that wakes up still believes to lead, and a client that holds a lock still believes
 * to hold it: `pause:clients`, which has to be asked for, stops clients and no node. It bites by the events that had to
 * wait; a pause during which nothing was due has hurt nobody.
 */
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import { inForce, isStop, nodesOf } from './decision.ts';
import type { ClusterView, Nemesis, NemesisFamily } from './nemesis.ts';
import { affected, sum, together } from './together.ts';
import { type Aim, aimShapes, drawAim, drawVictims, parseAim } from './victims.ts';

const CLIENTS = 'clients';

export const pause: NemesisFamily<'pause'> = {
  summary: 'pauses nodes and resumes them',
  needs: ['pause'],
  shapes: { ...aimShapes, [CLIENTS]: 'random clients, up to half of them, and no node' },
  of(shape) {
    if (shape === undefined) return pauseNemesis('pause', nodesBy(undefined));
    const name = `pause:${shape}`;
    if (shape === CLIENTS) return pauseNemesis(name, someClients);
    const aim = parseAim(shape);
    return aim && pauseNemesis(name, nodesBy(aim));
  },
};

/** Who may be paused, and whom of them a decision hits. */
interface Victims {
  readonly whom: 'nodes' | 'clients';
  draw(view: ClusterView, random: Random): readonly NodeId[];
}

const nodesBy = (fixed: Aim | undefined): Victims => ({
  whom: 'nodes',
  draw(view, random) {
    const aim = fixed ?? drawAim(view.nodes.length, random);
    return drawVictims(aim, view, running(view.up, view), random);
  },
});

/** Half of them at most, for the others must go on if the lock of one that is paused is to be taken. */
const someClients: Victims = {
  whom: 'clients',
  draw(view, random) {
    const candidates = running(view.clients, view);
    const most = Math.min(candidates.length, Math.ceil(view.clients.length / 2));
    return most === 0 ? [] : random.sample(candidates, random.between(1, most));
  },
};

const running = (all: readonly NodeId[], { paused }: ClusterView) => all.filter((one) => !paused.includes(one));

function pauseNemesis(name: string, { whom, draw }: Victims): Nemesis<'pause'> {
  return {
    name,
    summary: pause.summary,
    needs: pause.needs,
    bites: 'events held back',
    next(view, previous, random) {
      const current = inForce(previous);
      if (current !== undefined) {
        return { f: 'stop-pause', value: { nemesis: name, nodes: nodesOf(current) } };
      }
      return { f: 'start-pause', value: { nemesis: name, nodes: draw(view, random) } };
    },
    async invoke(faults, op) {
      if (isStop(op)) return { bites: sum(await together(nodesOf(op), (node) => faults.pause.resume(node))) };
      const paused = await affected(nodesOf(op), (node) => faults.pause.pause(node));
      return { bites: 0, detail: { paused } };
    },
    async heal(faults, nodes, clients) {
      const all = whom === 'nodes' ? nodes : clients;
      return { bites: sum(await together(all, (one) => faults.pause.resume(one))) };
    },
  };
}
