/** Linearizable reads without log entries: ReadIndex (section 8; thesis 6.4). */
import { describe, expect, test } from 'vitest';
import { appended, type Core, coreOf, elect, kinds, sends, tell } from './core.support.ts';

/** A leader of three that has committed an entry of its own term. */
function leader(): Core {
  const core = coreOf({ log: [1, 1], currentTerm: 1 });
  elect(core);
  core.logDurable(3, 2);
  tell(core, 'n2', appended(core, { matchIndex: 3 }), 1001);
  expect(core.commitIndex).toBe(3);
  return core;
}

const served = (core: Core) =>
  core.takeEffects().flatMap((effect) => (effect.do === 'serveRead' ? [effect.ticket] : []));

describe('a read', () => {
  test('asks everybody at once, without entries, and waits for a majority to answer that round', () => {
    const core = leader();
    expect(core.read(1, 1100)).toBe(true);
    const effects = core.takeEffects();
    expect(sends(effects).map(({ to }) => to)).toEqual(['n2', 'n3']);
    for (const { message } of sends(effects))
      expect(message).toMatchObject({ type: 'appendEntries', entries: [], round: 1 });
    expect(kinds(effects)).not.toContain('serveRead');
    core.receive('n3', appended(core, { matchIndex: 2, round: 1 }), 1101);
    expect(served(core)).toEqual([1]);
    core.receive('n2', appended(core, { matchIndex: 3, round: 1 }), 1102);
    expect(served(core)).toEqual([]);
  });

  test('is not confirmed by answers to what was sent before it', () => {
    const core = leader();
    core.read(1, 1100);
    for (const peer of ['n2', 'n3']) core.receive(peer, appended(core, { matchIndex: 3, round: 0 }), 1101);
    expect(served(core)).toEqual([]);
    core.read(2, 1102);
    core.receive('n2', appended(core, { matchIndex: 3, round: 1 }), 1103);
    expect(served(core)).toEqual([1]);
  });

  test('confirms all reads before it with one round', () => {
    const core = leader();
    for (const ticket of [1, 2, 3]) core.read(ticket, 1100);
    core.receive('n2', appended(core, { matchIndex: 3, round: 2 }), 1101);
    expect(served(core)).toEqual([1, 2]);
  });

  test('is confirmed by a refusal as well: its sender follows this leader', () => {
    const core = leader();
    core.read(1, 1100);
    core.receive('n3', appended(core, { success: false, conflictIndex: 1, round: 1 }), 1101);
    expect(served(core)).toEqual([1]);
  });

  test('waits until an entry of the own term is committed, for until then the commit index is not known', () => {
    const core = coreOf({ log: [1, 1], currentTerm: 1 });
    elect(core);
    core.read(1, 1001);
    for (const peer of ['n2', 'n3']) core.receive(peer, appended(core, { matchIndex: 2, round: 1 }), 1002);
    expect(served(core)).toEqual([]);
    core.receive('n2', appended(core, { matchIndex: 3, round: 1 }), 1003);
    core.logDurable(3, 2);
    const effects = kinds(core.takeEffects());
    // Applied first: what the read returns must include it.
    expect(effects.lastIndexOf('apply')).toBeLessThan(effects.indexOf('serveRead'));
    expect(effects.filter((kind) => kind === 'apply')).toHaveLength(3);
  });

  test('is refused when leadership is lost before it is confirmed', () => {
    const core = leader();
    core.read(4, 1100);
    const effects = tell(core, 'n2', { ...appended(core, { success: false }), term: 9 }, 1101);
    expect(effects).toContainEqual({ do: 'refuseRead', ticket: 4 });
    expect(kinds(effects)).not.toContain('serveRead');
  });

  test('of an earlier leadership is not served by a later one', () => {
    const core = leader();
    core.read(4, 1100);
    tell(core, 'n2', { ...appended(core, { success: false }), term: 9 }, 1101);
    elect(core, { now: 2000 });
    for (const peer of ['n2', 'n3']) core.receive(peer, appended(core, { matchIndex: 4, round: 5 }), 2001);
    core.logDurable(4, 10);
    expect(served(core)).toEqual([]);
  });

  test('needs nobody where there is nobody else', () => {
    const core = coreOf({ nodes: 1 });
    elect(core, { nodes: 1 });
    core.read(1, 1001);
    expect(served(core)).toEqual([]);
    core.logDurable(1, 1);
    expect(served(core)).toEqual([1]);
    core.read(2, 1002);
    expect(served(core)).toEqual([2]);
  });
});
