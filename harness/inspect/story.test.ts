/**
 * Stories of planted bugs, each made by the run that gives its bug away: that they say in the words of the object what
 * is wrong, and can be drawn in any terminal.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { styleOf } from '../report/style.ts';
import { RunStore } from './inspect.support.ts';
import { planLine } from './plan-line.ts';
import { type Story, storyOf } from './story.ts';
import { page } from './terminal/page.ts';

const store = new RunStore();

const BUGS: readonly (readonly [target: string, bug: string, checker: string, headline: RegExp, picture: RegExp])[] = [
  [
    'raft',
    'answered-before-replication',
    'linearizable',
    /^Process \d+ (?:read|changed) .+ although .+ had been written before it began\.$/,
    /╞═+╡/,
  ],
  [
    'raft',
    'overwritten-entry-acknowledged',
    'linearizable',
    /^Process \d+ .+(?:although|which) nobody had put/,
    /-> refused/,
  ],
  [
    'raft',
    'commit-past-last-new-entry',
    'invariants',
    /^Two replicas carried out different commands at the same place/,
    /n\d+ +╪ applies another command|applies another command ╪/,
  ],
  [
    'raft',
    'state-not-synced',
    'invariants',
    /^Two leaders in one term: n\d became leader of term \d+ at .+ s, which n\d had won before\.$/,
    /leads term/,
  ],
  [
    'raft',
    'log-not-synced',
    'invariants',
    /^A leader without what was committed: n\d .+ lacks entry \d+, committed in term \d+\.$/,
    /leads term/,
  ],
  [
    'raft',
    'leader-not-counted',
    'liveness',
    /^Nothing goes on: after all faults were healed, none of \d+ operations by \d+ clients succeeded\.$/,
    /^/,
  ],
  ['quorum', 'versions-by-wall-clock', 'linearizable', /^Process \d+ read \S+ from key \d+ although/, /╞═+╡/],
  [
    'quorum',
    'read-not-written-back',
    'linearizable',
    /^Process \d+ read \S+ from key \d+ although process \d+ had read \S+ there before\.$/,
    /╞═+╡/,
  ],
  [
    'quorum',
    'merkle-tree-of-another-range',
    'convergence',
    /^The replicas of key \d+ never came to agree: n\d has \d+/,
    /has \d+ ┝━+┥/,
  ],
  [
    'quorum',
    'removed-without-tombstone',
    'acknowledged-writes',
    /^The (?:write of \d+ to key \d+ is lost|removed key \d+ came back)/,
    /┝━+┥/,
  ],
  ['quorum', 'unseen-sibling-overwritten', 'siblings', /^The write of \d+ to key \d+ vanished/, /┝━+┥/],
  [
    'locks',
    'expiry-by-wall-clock',
    'belief',
    /^Two holders of lock-\d: clients \d+ and \d+ both held it for .+, from .+ s to .+ s\.$/,
    /client \d+ +╞═+╡ holds lock-\d, token \d+/,
  ],
  [
    'locks',
    'expiry-outside-the-log',
    'invariants',
    /^Two replicas did the same and came out different: n\d and n\d/,
    /state after entry/,
  ],
  [
    'locks',
    'held-lock-granted-again',
    'tokens',
    /^[Cc]lients? .+ got the same token \d+ for two grants of lock-\d/,
    /-> token/,
  ],
];

describe.each(BUGS)('%s: %s', (target, bug, checker, headline, drawn) => {
  test('is told in the words of its object, and drawn in any width', async () => {
    const run = await store.hunted(target, bug);
    const story = storyOf(run);
    expect(story.verdict).toBe(false);
    expect(story.checker).toBe(checker);
    expect(story.headline).toMatch(headline);
    expect(story.sentences.length).toBeGreaterThan(0);
    expect(story.missing).toEqual([]);
    expect(story.next.map(({ command }) => command.split(' ')[2])).toEqual(
      expect.arrayContaining(['replay', 'shrink', 'report']),
    );
    if (checker !== 'liveness')
      expect(story.witness.some(({ isCulprit }) => isCulprit) || checker === 'convergence').toBe(true);
    if (checker === 'linearizable') expect(story.tried.length).toBeGreaterThan(0);
    // Data, as --json prints it.
    expect(JSON.parse(JSON.stringify(story))).toEqual(withoutUndefined(story));
    expect(pageOf(story, 80, 80)).toMatch(drawn);
    for (const width of [40, 60, 80]) expectToFit(story, width);
    expect(planLine(run)).toContain(`planted bug ${bug}`);
  });
});

test('another checker is told of where it is asked for, and one that is unknown refused', async () => {
  const run = await store.hunted('locks', 'held-lock-granted-again');
  const others = ['linearizable', 'expiry'].map((checker) => storyOf(run, { checker }));
  expect(others.map(({ checker }) => checker)).toEqual(['linearizable', 'expiry']);
  expect(others[0]?.headline).toMatch(
    /^Token \d+ of lock-\d was granted twice|^Client \d+ got lock-\d with token \d+ although/,
  );
  expect(others[1]?.headline).toMatch(/^lock-\d was given to client \d+ .+ before the lease of client \d+ was over\.$/);
  expect(storyOf(run, { checker: 'stats' }).headline).toMatch(/^stats found nothing wrong|^Nobody can say/);
  expect(() => storyOf(run, { checker: 'linearisable' })).toThrow(
    /no checker linearisable .+did you mean linearizable\?.+belief/,
  );
});

function pageOf(story: Story, width: number, pictureWidth: number, isColoured = false): string {
  return page({ story, run: '/r', plan: 'a plan', pictureWidth }, { width, style: styleOf(isColoured) });
}

/** Paths and words that are longer than the terminal cannot be broken. */
function expectToFit(story: Story, width: number): void {
  const text = pageOf(story, width, width);
  expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
  const tooLong = text.split('\n').filter((line) => line.length > width && /\s/.test(line.trim().replace(/ \\$/, '')));
  expect(tooLong).toEqual([]);
  // Colours repeat what the words say.
  expect(stripVTControlCharacters(pageOf(story, width, width, true))).toBe(text);
}

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
