/**
 * Kills processes (SIGKILL) and starts them again on what their disks kept. Any number may die at once, all included:
 * what a node has synced is still there, so a correct system loses nothing but time. It bites by the nodes killed.
 */
import { inForce, isStop, nodesOf } from './decision.ts';
import type { Nemesis, NemesisFamily } from './nemesis.ts';
import { affected } from './together.ts';
import { type Aim, aimShapes, drawAim, drawVictims, parseAim } from './victims.ts';

export const kill: NemesisFamily<'process'> = {
  summary: 'kills nodes and starts them again',
  needs: ['process'],
  shapes: aimShapes,
  of(shape) {
    if (shape === undefined) return killNemesis('kill', undefined);
    const aim = parseAim(shape);
    return aim && killNemesis(`kill:${shape}`, aim);
  },
};

function killNemesis(name: string, fixed: Aim | undefined): Nemesis<'process'> {
  return {
    name,
    summary: kill.summary,
    needs: kill.needs,
    bites: 'nodes killed',
    next(view, previous, random) {
      const current = inForce(previous);
      if (current !== undefined) {
        return { f: 'stop-kill', value: { nemesis: name, nodes: nodesOf(current) } };
      }
      const aim = fixed ?? drawAim(view.nodes.length, random);
      return { f: 'start-kill', value: { nemesis: name, nodes: drawVictims(aim, view, view.up, random) } };
    },
    async invoke(faults, op) {
      if (isStop(op))
        return { bites: 0, detail: { started: await affected(nodesOf(op), (node) => faults.process.start(node)) } };
      const killed = await affected(nodesOf(op), (node) => faults.process.kill(node));
      return { bites: killed.length, detail: { killed } };
    },
    async heal(faults, nodes) {
      return { bites: 0, detail: { started: await affected(nodes, (node) => faults.process.start(node)) } };
    },
  };
}
