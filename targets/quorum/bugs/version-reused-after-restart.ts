import type { QuorumBug } from './bug.ts';

export const versionReusedAfterRestart: QuorumBug = {
  name: 'version-reused-after-restart',
  rule: 'Lynch-Shvartsman section 4: a coordinator that restarts, and has forgotten what it counted, goes on under its old name.',
  expect: 'two writes have the same version',
  kind: 'safety',
  hunt: {
    nemesis: 'kill:all,disk:slow-sync',
    nemesisIntervalSeconds: 0.3,
    timeLimitSeconds: 20,
    keyCount: 1,
    rate: 300,
  },
  overrides: { newActorPerBoot: false },
};
