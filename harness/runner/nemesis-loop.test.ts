/** Healing is tried in full, whatever goes wrong on the way. */
import { expect, test } from 'vitest';
import type { Nemesis } from '../../nemesis/nemesis.ts';
import { randomOf } from '../core/random.ts';
import { sim } from '../environments/sim/index.ts';
import { NemesisLoop } from './nemesis-loop.ts';
import { Recorder } from './recorder.ts';

const fullDisk = new Error('the disk is full');
const stuck = new Error('stuck');

async function heal({ errors, sink }: { errors: readonly (Error | undefined)[]; sink: () => void }) {
  const cluster = await sim.deploy({
    program: { kind: 'program', start: () => ({ status: () => ({ role: 'idle', primary: false }) }) },
    nodes: ['n1'],
    random: randomOf(1),
    log: () => undefined,
  });
  const healed: string[] = [];
  const nemeses = errors.map((error, index): Nemesis => {
    const name = `nemesis-${index}`;
    return {
      name,
      summary: '',
      needs: [],
      bites: 'nothing',
      next: () => ({ f: 'start', value: {} }),
      invoke: async () => ({ bites: 0 }),
      async heal() {
        healed.push(name);
        if (error !== undefined) throw error;
        return { bites: 0 };
      },
    };
  });
  const recorder = new Recorder({ now: () => 0, sink });
  const loop = new NemesisLoop({ cluster, recorder, nemeses, intervalSeconds: 1, random: randomOf(1) });
  const thrown = await loop.heal().then(
    () => undefined,
    (error: unknown) => error,
  );
  await cluster.stop();
  return { healed, thrown, last: recorder.history.at(-1)?.value };
}

const fails = (): never => {
  throw fullDisk;
};
const done = { phase: 'done' };

test.each([
  ['all is well', { errors: [undefined, undefined], sink: () => undefined }, undefined, done],
  ['one is stuck', { errors: [stuck, undefined], sink: () => undefined }, stuck, { nemesis: 'nemesis-1', bites: 0 }],
  ['nothing can be recorded', { errors: [undefined, undefined], sink: fails }, fullDisk, expect.anything()],
  [
    'both',
    { errors: [stuck, undefined], sink: fails },
    expect.objectContaining({ errors: [fullDisk, stuck] }),
    expect.anything(),
  ],
])('every nemesis heals when %s', async (_name, circumstances, error, last) => {
  const said = await heal(circumstances);
  expect(said).toEqual({ healed: ['nemesis-0', 'nemesis-1'], thrown: error, last });
});
