/**
 * One suite for every environment: whatever a target may rely on, and whatever a nemesis may do, behaves alike in the
 * simulation and with real processes. The bounds are wide enough for a busy machine with real clocks; what only the
 * simulation can promise (exact instants, repeatable runs) is tested beside it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind, Link, LinkEffect } from '../../nemesis/faults.ts';
import { build } from '../built.support.ts';
import { whyNoContainers } from './docker/docker.support.ts';
import type { Environment } from './environment.ts';
import { Commander, type Exercised, faultsOf, NODES, withCluster } from './environments.support.ts';
import type { Answer } from './exercise.case.ts';
import { environments } from './index.ts';

const LOST_MS = 300;

const both = (a: string, b: string, effect: Omit<Link, 'from' | 'to'>): Link[] => [
  { from: a, to: b, ...effect },
  { from: b, to: a, ...effect },
];

/** A cluster's pings from n1 to n2, after enough time for all of them to arrive. */
async function pings({ commander, sleep }: Exercised, count: number): Promise<readonly number[]> {
  await commander.call('n1', { do: 'ping', to: 'n2', count });
  await sleep(LOST_MS);
  return (await commander.call('n2', { do: 'pings' }))?.pings ?? [];
}

interface Case {
  readonly name: string;
  readonly needs: readonly FaultKind[];
  /** What must be possible to do to messages; networks differ in that. */
  readonly effect?: LinkEffect;
  run(exercised: Exercised): Promise<void>;
}

const cases: readonly Case[] = [
  {
    name: 'messages arrive between nodes and clients',
    needs: [],
    async run(exercised) {
      expect(await exercised.commander.call('n1', { do: 'echo', text: 'grüezi' })).toEqual({ text: 'grüezi' });
      expect([...(await pings(exercised, 20))].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    },
  },
  {
    name: 'tells who is up, paused and in charge',
    needs: ['process', 'pause'],
    async run({ cluster }) {
      expect(cluster.nodes).toEqual(NODES);
      expect(cluster.view()).toMatchObject({ nodes: NODES, up: NODES, paused: [], clients: ['c1'], primaries: ['n1'] });
      await faultsOf(cluster, 'process').kill('n1');
      await faultsOf(cluster, 'pause').pause('n2');
      expect(cluster.view()).toMatchObject({
        nodes: NODES,
        up: ['n2', 'n3'],
        paused: ['n2'],
        clients: ['c1'],
        primaries: [],
      });
      expect(cluster.status('n1')).toBeUndefined();
      expect(cluster.status('n3')).toMatchObject({ role: 'exercise', primary: false });
    },
  },
  {
    name: 'a cut in both directions drops everything until it is healed',
    needs: ['network'],
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('partition', both('n1', 'n2', { cut: true }));
      expect(await pings(exercised, 5)).toEqual([]);
      const { touched } = await network.setLinks('partition', []);
      expect(touched).toBeGreaterThanOrEqual(1);
      expect(await pings(exercised, 5)).toHaveLength(5);
    },
  },
  {
    name: 'a one-way cut leaves the other direction open',
    needs: ['network'],
    async run(exercised) {
      const { cluster, commander } = exercised;
      await faultsOf(cluster, 'network').setLinks('partition', [{ from: 'n2', to: 'n1', cut: true }]);
      expect(await pings(exercised, 5)).toHaveLength(5);
      await commander.call('n2', { do: 'ping', to: 'n1', count: 5 });
      await exercised.sleep(LOST_MS);
      expect(await commander.call('n1', { do: 'pings' })).toEqual({ pings: [] });
    },
  },
  {
    name: 'a cut between a client and a node leaves the others reachable',
    needs: ['network'],
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'network').setLinks('partition', [{ from: 'c1', to: 'n1', cut: true }]);
      expect(await commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS)).toBeUndefined();
      expect(await commander.call('n2', { do: 'echo', text: 'x' }, LOST_MS)).toEqual({ text: 'x' });
    },
  },
  {
    name: 'layers add up: healing one leaves the cut of the other',
    needs: ['network'],
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('partition', both('n1', 'n2', { cut: true }));
      await network.setLinks('packet', both('n1', 'n2', { cut: true }));
      expect(await network.setLinks('packet', [])).toEqual({ touched: 0 });
      expect(await pings(exercised, 5)).toEqual([]);
      expect((await network.setLinks('partition', [])).touched).toBeGreaterThanOrEqual(1);
    },
  },
  {
    name: 'loss touches what is sent, and its end is the end of it',
    needs: ['network'],
    effect: 'loss',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', loss: 0.9 }]);
      await pings(exercised, 100);
      expect((await network.setLinks('packet', [])).touched).toBeGreaterThan(0);
      const { commander } = exercised;
      await commander.call('n1', { do: 'ping', to: 'n2', count: 101 });
      const last = async () => {
        const { pings: seen = [] } = (await commander.call('n2', { do: 'pings' })) ?? {};
        return seen.includes(100) ? {} : undefined;
      };
      expect(await until(last, () => exercised.sleep(50))).toEqual({});
    },
  },
  {
    name: 'duplicates arrive as they were sent',
    needs: ['network'],
    effect: 'duplicate',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', duplicate: 0.5 }]);
      const arrived = await pings(exercised, 100);
      expect(new Set(arrived).size).toBe(100);
      expect(arrived.length).toBeGreaterThan(120);
    },
  },
  {
    name: 'reordering lets later messages overtake',
    needs: ['network'],
    effect: 'reorder',
    async run(exercised) {
      const network = faultsOf(exercised.cluster, 'network');
      await network.setLinks('packet', [{ from: 'n1', to: 'n2', reorder: 0.3 }]);
      const arrived = await pings(exercised, 100);
      const sorted = [...arrived].sort((a, b) => a - b);
      expect(arrived).not.toEqual(sorted);
      expect(sorted).toEqual([...Array(100).keys()]);
      expect((await network.setLinks('packet', [])).touched).toBeGreaterThan(0);
    },
  },
  {
    name: 'a delay delays',
    needs: ['network'],
    effect: 'delay',
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'network').setLinks('packet', both('c1', 'n1', { delayMs: 100, jitterMs: 1 }));
      const before = cluster.clock.now();
      expect(await commander.call('n1', { do: 'echo', text: 'x' })).toEqual({ text: 'x' });
      expect(cluster.clock.now() - before).toBeGreaterThanOrEqual(200e6);
    },
  },
  {
    name: 'a kill ends a node, keeps what it synced, and a start begins a new incarnation',
    needs: ['process'],
    async run({ cluster, commander }) {
      const { kill, start } = faultsOf(cluster, 'process');
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'one,', sync: true })).toEqual({});
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'two,', sync: true })).toEqual({});
      expect(await commander.call('n1', { do: 'replace', file: 'state', text: 'new', sync: true })).toEqual({});
      const { draw } = (await commander.call('n1', { do: 'ticks' })) ?? {};
      expect(await kill('n1')).toBe(true);
      expect(await kill('n1')).toBe(false);
      expect(await commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS)).toBeUndefined();
      expect(await start('n1')).toBe(true);
      expect(await start('n1')).toBe(false);
      expect(await until(() => commander.call('n1', { do: 'read', file: 'log' }, LOST_MS))).toEqual({
        text: 'one,two,',
      });
      expect(await commander.call('n1', { do: 'read', file: 'state' })).toEqual({ text: 'new' });
      const again = await commander.call('n1', { do: 'ticks' });
      expect(again?.draw).not.toBe(draw);
    },
  },
  {
    name: 'nothing that a dead incarnation asked for happens',
    needs: ['process'],
    async run({ cluster, commander, sleep }) {
      const { kill, start } = faultsOf(cluster, 'process');
      const late = commander.call('n1', { do: 'timer', ms: 200 }, 1_000);
      await sleep(50);
      await kill('n1');
      await start('n1');
      await sleep(300);
      expect(await late).toBeUndefined();
      const { ticks = 0 } = (await commander.call('n1', { do: 'ticks' })) ?? {};
      expect(ticks).toBeGreaterThan(0);
    },
  },
  {
    name: 'a pause holds everything back, and a resume lets it happen',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      expect(await pause('n1')).toBe(true);
      expect(await pause('n1')).toBe(false);
      const answers = ['a', 'b', 'c'].map((text) => commander.call('n1', { do: 'echo', text }, 5_000));
      let answered = false;
      for (const answer of answers) void answer.then(() => (answered = true));
      await sleep(LOST_MS);
      expect(answered).toBe(false);
      await resume('n1');
      expect(await Promise.all(answers)).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
      expect(await resume('n1')).toBe(0);
    },
  },
  {
    name: 'a paused node can be killed, and starts un-paused',
    needs: ['pause', 'process'],
    async run({ cluster, commander }) {
      await faultsOf(cluster, 'pause').pause('n1');
      expect(await faultsOf(cluster, 'process').kill('n1')).toBe(true);
      await faultsOf(cluster, 'process').start('n1');
      expect(cluster.view().paused).toEqual([]);
      expect(await until(() => commander.call('n1', { do: 'echo', text: 'x' }, LOST_MS))).toEqual({ text: 'x' });
    },
  },
  {
    name: 'a paused client hears nothing, says nothing, and goes on where it was; a new one is not paused',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      const before = commander.call('n1', { do: 'echo', text: 'before' }, 5_000);
      expect(await pause('c1')).toBe(true);
      expect(await pause('c1')).toBe(false);
      expect(cluster.view()).toMatchObject({ paused: ['c1'], clients: ['c1'], up: NODES });
      const during = commander.call('n1', { do: 'ping', to: 'n2', count: 1 }, 5_000);
      // Due long before the resume, and not heard of: its owner sleeps.
      const timedOut = commander.call('n1', { do: 'timer', ms: 10_000 }, LOST_MS / 3);
      let settled = 0;
      for (const answer of [before, during, timedOut]) void answer.then(() => settled++);
      const other = new Commander(cluster.client('c2'));
      expect(cluster.view().clients).toEqual(['c1', 'c2']);
      await sleep(LOST_MS);
      expect(await other.call('n2', { do: 'pings' })).toEqual({ pings: [] });
      expect(settled).toBe(0);
      expect(await resume('c1')).toBeGreaterThanOrEqual(3);
      expect(await before).toEqual({ text: 'before' });
      expect(await during).toEqual({});
      expect(await timedOut).toBeUndefined();
      expect(await resume('c1')).toBe(0);
      expect(cluster.view().paused).toEqual([]);
    },
  },
  {
    name: 'a client that is released leaves the view, un-paused, and its name stays taken',
    needs: ['pause'],
    async run({ cluster, commander, sleep }) {
      const { pause, resume } = faultsOf(cluster, 'pause');
      void commander.call('n1', { do: 'echo', text: 'x' });
      await pause('c1');
      await sleep(LOST_MS);
      cluster.release('c1');
      cluster.release('c1');
      expect(cluster.view()).toMatchObject({ paused: [], clients: [] });
      expect(await pause('c1')).toBe(false);
      expect(await resume('c1')).toBeGreaterThanOrEqual(1);
      expect(() => cluster.client('c1')).toThrow('c1 is taken');
    },
  },
  {
    name: 'a bump moves the wall clock and not the monotonic one, until a reset',
    needs: ['clock'],
    async run({ cluster, commander }) {
      const clock = faultsOf(cluster, 'clock');
      const clocks = () => commander.call('n1', { do: 'clocks' });
      const before = await clocks();
      await clock.bump('n1', 60_000);
      const bumped = elapsed(before, await clocks());
      expect(bumped.wallMs).toBeGreaterThanOrEqual(60_000);
      expect(bumped.monotonicMs).toBeLessThan(10_000);
      await clock.reset('n1');
      expect(elapsed(before, await clocks()).wallMs).toBeLessThan(10_000);
    },
  },
  {
    name: 'drift makes both clocks run at another rate, and timers with them',
    needs: ['clock'],
    async run({ cluster, commander, sleep }) {
      await faultsOf(cluster, 'clock').drift('n1', 1_000_000);
      const before = await commander.call('n1', { do: 'clocks' });
      const start = cluster.clock.now();
      await sleep(500);
      const after = elapsed(before, await commander.call('n1', { do: 'clocks' }));
      const trueMs = (cluster.clock.now() - start) / 1e6;
      expect(after.wallMs / trueMs).toBeGreaterThan(1.8);
      expect(after.monotonicMs / trueMs).toBeGreaterThan(1.8);
      const timerStart = cluster.clock.now();
      const timer = await commander.call('n1', { do: 'timer', ms: 1_000 }, 5_000);
      expect(timer?.monotonicNs).toBeGreaterThanOrEqual(1_000e6);
      expect(cluster.clock.now() - timerStart).toBeLessThan(900e6);
    },
  },
  {
    name: 'a strobe flips the wall clock between true and false',
    needs: ['clock'],
    async run({ cluster, commander, sleep }) {
      const clock = faultsOf(cluster, 'clock');
      await clock.strobe('n1', 3_600_000, 20);
      const before = await commander.call('n1', { do: 'clocks' });
      const jumps: boolean[] = [];
      for (let i = 0; i < 40; i++) {
        await sleep(7);
        jumps.push(Math.abs(elapsed(before, await commander.call('n1', { do: 'clocks' })).wallMs) > 1_800_000);
      }
      expect(new Set(jumps)).toEqual(new Set([true, false]));
      await clock.reset('n1');
    },
  },
  {
    name: 'a power failure loses what was not synced, and only that',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      await commander.call('n1', { do: 'append', file: 'log', text: 'kept,', sync: true });
      await commander.call('n1', { do: 'append', file: 'log', text: 'lost,', sync: false });
      await commander.call('n1', { do: 'replace', file: 'state', text: 'lost', sync: false });
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'kept,lost,' });
      expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(2);
      expect(await faultsOf(cluster, 'disk').loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'kept,' });
      expect(await commander.call('n1', { do: 'read', file: 'state' })).toEqual({});
    },
  },
  {
    name: 'a torn write leaves a part of itself behind what was synced',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const torn = 'x'.repeat(100);
      await commander.call('n1', { do: 'append', file: 'log', text: 'kept,', sync: true });
      await commander.call('n1', { do: 'append', file: 'log', text: torn, sync: false });
      const lost = await faultsOf(cluster, 'disk').tearUnsynced('n1');
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(100);
      await faultsOf(cluster, 'process').start('n1');
      const { text } = (await commander.call('n1', { do: 'read', file: 'log' })) ?? {};
      expect(text).toBe(`kept,${torn.slice(lost)}`);
    },
  },
  {
    name: 'a slow disk slows syncs, and counts them',
    needs: ['disk'],
    async run({ cluster, commander }) {
      const { slowSync } = faultsOf(cluster, 'disk');
      await slowSync('n1', 150);
      const before = cluster.clock.now();
      await commander.call('n1', { do: 'append', file: 'log', text: 'x', sync: true });
      expect(cluster.clock.now() - before).toBeGreaterThanOrEqual(150e6);
      expect(await slowSync('n1', 0)).toBe(1);
      expect(await slowSync('n1', 0)).toBe(0);
    },
  },
  {
    name: 'a failed sync says so; the next one covers its writes',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const { failSync, loseUnsynced } = faultsOf(cluster, 'disk');
      await failSync('n1', 1);
      const failed = await commander.call('n1', { do: 'append', file: 'log', text: 'a', sync: true });
      expect(failed?.error).toMatch(/sync failed/);
      expect(await failSync('n1', 0)).toBe(1);
      expect(await commander.call('n1', { do: 'append', file: 'log', text: 'b', sync: true })).toEqual({});
      expect(await loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await commander.call('n1', { do: 'read', file: 'log' })).toEqual({ text: 'ab' });
    },
  },
  {
    name: 'a full disk takes nothing more and keeps what it has; once there is room, a sync covers what was refused',
    needs: ['disk', 'process'],
    async run({ cluster, commander }) {
      const { full, failSync, loseUnsynced, tearUnsynced } = faultsOf(cluster, 'disk');
      const append = (text: string) => commander.call('n1', { do: 'append', file: 'log', text, sync: true });
      const log = async () => (await commander.call('n1', { do: 'read', file: 'log' }))?.text;
      expect(await append('a')).toEqual({});
      expect(await full('n1', true)).toBe(0);
      expect((await append('bb'))?.error).toMatch(/^sync failed: ENOSPC: no space left on device/);
      expect((await append('cc'))?.error).toMatch(/ENOSPC/);
      expect(await log()).toBe('abbcc');
      // It is full for the next process, too, and no part of a write had any room.
      expect(await tearUnsynced('n1')).toBe(4);
      await faultsOf(cluster, 'process').start('n1');
      expect(await log()).toBe('a');
      expect((await append('d'))?.error).toMatch(/ENOSPC/);
      expect(await full('n1', false)).toBe(3);
      expect(await append('e')).toEqual({});
      expect(await full('n1', false)).toBe(0);
      expect(await failSync('n1', 0)).toBe(0);
      expect(await loseUnsynced('n1')).toBe(0);
      await faultsOf(cluster, 'process').start('n1');
      expect(await log()).toBe('ade');
    },
  },
  {
    name: 'reports what was sent, and which node crashed',
    needs: ['process'],
    async run({ cluster, commander, log }) {
      await commander.call('n1', { do: 'echo', text: 'x' });
      expect(await commander.call('n2', { do: 'throw', text: 'out of luck' }, LOST_MS)).toBeUndefined();
      const { counts, crashes, violations } = cluster.report();
      expect(counts.messagesSent).toBeGreaterThanOrEqual(3);
      expect(crashes).toHaveLength(1);
      expect(crashes[0]).toMatchObject({ node: 'n2', error: expect.stringContaining('out of luck') });
      expect(violations).toEqual([]);
      expect(cluster.view().up).toEqual(['n1', 'n3']);
      expect(await faultsOf(cluster, 'process').start('n2')).toBe(true);
      expect(await until(() => commander.call('n2', { do: 'echo', text: 'back' }, LOST_MS))).toEqual({ text: 'back' });
      expect(log.some((line) => /^n1 \d+\.\d{6} started \{"draw":\d+\}$/.test(line))).toBe(true);
    },
  },
  {
    name: 'stopping twice is stopping once',
    needs: [],
    async run({ cluster, commander }) {
      await commander.call('n1', { do: 'echo', text: 'x' });
      await cluster.stop();
      await cluster.stop();
    },
  },
];

async function whyNot(environment: Environment): Promise<string | undefined> {
  if (environment.name === 'docker') return whyNoContainers();
  const probed = await environment.probe();
  return probed.ok ? undefined : probed.reason;
}

/** A real process needs some time to start. */
async function until(
  call: () => Promise<Answer | undefined>,
  pause = async (): Promise<void> => undefined,
): Promise<Answer | undefined> {
  for (let attempt = 1; attempt < 20; attempt++) {
    const answer = await call();
    if (answer !== undefined) return answer;
    await pause();
  }
  return call();
}

function elapsed(before: Answer | undefined, after: Answer | undefined) {
  return {
    wallMs: (after?.wallMs ?? NaN) - (before?.wallMs ?? NaN),
    monotonicMs: ((after?.monotonicNs ?? NaN) - (before?.monotonicNs ?? NaN)) / 1e6,
  };
}

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
