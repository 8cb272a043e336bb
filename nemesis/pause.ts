/**
 * Stops processes in mid-air (SIGSTOP) and lets them go on: what a long garbage collection, a swapping machine or a
 * migrating VM does. A paused leader that wakes up still believes to lead. It bites by the events that had to wait;
 * a pause during which nothing was due has hurt nobody.
 */
import { inForce, isStop, nodesOf } from './decision.ts';
import type { Nemesis, NemesisFamily } from './nemesis.ts';
import { affected, sum, together } from './together.ts';
import { type Aim, aimShapes, drawAim, drawVictims, parseAim } from './victims.ts';

export const pause: NemesisFamily<'pause'> = {
  summary: 'pauses nodes and resumes them',
  needs: ['pause'],
  shapes: aimShapes,
  of(shape) {
    if (shape === undefined) return pauseNemesis('pause', undefined);
    const aim = parseAim(shape);
    return aim && pauseNemesis(`pause:${shape}`, aim);
  },
};

function pauseNemesis(name: string, fixed: Aim | undefined): Nemesis<'pause'> {
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
      const aim = fixed ?? drawAim(view.nodes.length, random);
      const running = view.up.filter((node) => !view.paused.includes(node));
      return { f: 'start-pause', value: { nemesis: name, nodes: drawVictims(aim, view, running, random) } };
    },
    async invoke(faults, op) {
      if (isStop(op)) return { bites: sum(await together(nodesOf(op), (node) => faults.pause.resume(node))) };
      const paused = await affected(nodesOf(op), (node) => faults.pause.pause(node));
      return { bites: 0, detail: { paused } };
    },
    async heal(faults, nodes) {
      return { bites: sum(await together(nodes, (node) => faults.pause.resume(node))) };
    },
  };
}
