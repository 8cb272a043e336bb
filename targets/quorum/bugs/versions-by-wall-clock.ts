import type { QuorumBug } from './bug.ts';

export const versionsByWallClock: QuorumBug = {
  name: 'versions-by-wall-clock',
  rule: 'Lynch-Shvartsman section 4: versions are stamped with the wall clock of the coordinator, and the last write wins.',
  expect: 'an acknowledged write loses against an older one of a coordinator whose clock is ahead',
  kind: 'safety',
  hunt: { nemesis: 'clock', nemesisIntervalSeconds: 1, timeLimitSeconds: 10 },
  overrides: { stampsByWallClock: true },
};
