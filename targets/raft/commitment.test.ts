/** When entries are committed, and who applies them (sections 5.3, 5.4.2; figures 2 and 8). */
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../runtime.ts';
import { append, appended, coreOf, elect, entriesOf, kinds, tell } from './core.support.ts';

describe('a leader commits', () => {
  test.each<[string, nodes: number, acknowledged: NodeId[], isDurable: boolean, commits: boolean]>([
    ['with itself and one of two others', 3, ['n2'], true, true],
    ['not alone', 3, [], true, false],
    ['with two others before its own disk is done (thesis 10.2.1)', 3, ['n2', 'n3'], false, true],
    ['not with one other before its own disk is done', 3, ['n2'], false, false],
    ['with both of two', 2, ['n2'], true, true],
    ['with three of five', 5, ['n2', 'n4'], true, true],
    ['not with two of five, one of them heard twice', 5, ['n2', 'n2'], true, false],
    ['alone where there is nobody else', 1, [], true, true],
    ['alone not before its disk is done', 1, [], false, false],
  ])('%s', (_name, nodes, acknowledged, isDurable, commits) => {
    const core = coreOf({ nodes });
    elect(core, { nodes });
    for (const peer of acknowledged) core.receive(peer, appended(core, { matchIndex: 1 }), 1001);
    if (isDurable) core.logDurable(1, 1);
    expect(core.commitIndex).toBe(commits ? 1 : 0);
    expect(kinds(core.takeEffects()).filter((kind) => kind === 'apply')).toHaveLength(commits ? 1 : 0);
  });

  test('not what its disk has of another term at that place', () => {
    const core = coreOf({ nodes: 1 });
    elect(core, { nodes: 1 });
    core.logDurable(1, 9);
    expect(core.commitIndex).toBe(0);
  });

  test('not with what its disk had before the log was cut', () => {
    const core = coreOf({ log: [1, 1, 1] });
    tell(core, 'n2', append(2, { prevLogIndex: 1, prevLogTerm: 1, entries: entriesOf([2], 2) }));
    elect(core);
    core.receive('n2', appended(core, { matchIndex: 3 }), 1001);
    expect([core.log.lastIndex, core.commitIndex]).toEqual([3, 0]);
    core.logDurable(3, 3);
    expect(core.commitIndex).toBe(3);
  });

  test('figure 8: an entry of an older term is on a majority, and commits only below one of the leader', () => {
    // (c): S1 leads term 4, and has copied its entry 2, of term 2, to S2 and S3.
    const core = coreOf({ nodes: 5, log: [1, 2], currentTerm: 3 });
    elect(core, { nodes: 5 });
    core.logDurable(3, 4);
    for (const peer of ['n2', 'n3']) core.receive(peer, appended(core, { matchIndex: 2 }), 1001);
    expect(core.commitIndex).toBe(0);
    // (e): its own entry 3 is on a majority, and everything before it is committed with it.
    core.receive('n2', appended(core, { matchIndex: 3 }), 1002);
    expect(core.commitIndex).toBe(0);
    core.receive('n3', appended(core, { matchIndex: 3 }), 1002);
    expect(core.commitIndex).toBe(3);
  });

  test('what answers of an earlier term say counts for nothing', () => {
    const core = coreOf({ currentTerm: 4 });
    elect(core);
    core.logDurable(1, 5);
    core.receive('n2', { ...appended(core, { matchIndex: 1 }), term: 4 }, 1001);
    expect(core.commitIndex).toBe(0);
  });
});

describe('a follower commits', () => {
  const log = [1, 1, 1, 1];
  test.each<[string, prev: number, entries: number[], leaderCommit: number, commits: number]>([
    ['up to what the leader has', 4, [], 3, 3],
    ['not past the last entry that this request confirms (figure 2, 5)', 2, [], 4, 2],
    ['the new entries as well', 4, [1, 1], 6, 6],
    ['not more than it has', 4, [], 9, 4],
    ['nothing, if the leader has committed nothing', 4, [], 0, 0],
  ])('%s', (_name, prevLogIndex, entries, leaderCommit, commits) => {
    const core = coreOf({ log });
    const effects = tell(
      core,
      'n2',
      append(1, { prevLogIndex, prevLogTerm: 1, entries: entriesOf(entries, prevLogIndex + 1), leaderCommit }),
    );
    expect([core.commitIndex, core.lastApplied]).toEqual([commits, commits]);
    const applied = effects.flatMap((effect) => (effect.do === 'apply' ? [effect.index] : []));
    expect(applied).toEqual(Array.from({ length: commits }, (_, index) => index + 1));
  });

  test('not more than it has even with the planted bug that forgets to look: to apply nothing is to crash', () => {
    const core = coreOf({ log, rules: { followerCommit: (leaderCommit) => leaderCommit } });
    tell(core, 'n2', append(1, { prevLogIndex: 4, prevLogTerm: 1, leaderCommit: 9 }));
    expect(core.commitIndex).toBe(4);
  });

  test('never back: a late heartbeat knows less', () => {
    const core = coreOf({ log });
    for (const leaderCommit of [3, 1]) tell(core, 'n2', append(1, { prevLogIndex: 4, prevLogTerm: 1, leaderCommit }));
    expect(core.commitIndex).toBe(3);
  });

  test('nothing from a leader whose log does not match', () => {
    const core = coreOf({ log });
    tell(core, 'n2', append(2, { prevLogIndex: 4, prevLogTerm: 2, leaderCommit: 4 }));
    expect(core.commitIndex).toBe(0);
  });

  test('each entry once, in the order of the log', () => {
    const core = coreOf({ log });
    const applied: number[] = [];
    for (const leaderCommit of [2, 2, 4]) {
      for (const effect of tell(core, 'n2', append(1, { prevLogIndex: 4, prevLogTerm: 1, leaderCommit }))) {
        if (effect.do === 'apply') applied.push(effect.index);
      }
    }
    expect(applied).toEqual([1, 2, 3, 4]);
  });
});
