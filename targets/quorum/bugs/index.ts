/** Every planted bug of the quorum store, one file each: quorums, versions, replicas, removals, trees, clients. */

import { answeredBeforeSync } from './answered-before-sync.ts';
import type { QuorumBug } from './bug.ts';
import { firstAnswerReturned } from './first-answer-returned.ts';
import { hintLostOnRestart } from './hint-lost-on-restart.ts';
import { hintReplayedOverNewer } from './hint-replayed-over-newer.ts';
import { merkleTreeOfAnotherRange } from './merkle-tree-of-another-range.ts';
import { newestNotAskedFor } from './newest-not-asked-for.ts';
import { olderValueRepaired } from './older-value-repaired.ts';
import { partialWriteCalledFailed } from './partial-write-called-failed.ts';
import { quorumsDoNotOverlap } from './quorums-do-not-overlap.ts';
import { readNotWrittenBack } from './read-not-written-back.ts';
import { removedWithoutTombstone } from './removed-without-tombstone.ts';
import { sentWritesCounted } from './sent-writes-counted.ts';
import { tombstoneCollectedEarly } from './tombstone-collected-early.ts';
import { unseenSiblingOverwritten } from './unseen-sibling-overwritten.ts';
import { versionReusedAfterRestart } from './version-reused-after-restart.ts';
import { versionsByWallClock } from './versions-by-wall-clock.ts';

export const quorumBugs: readonly QuorumBug[] = [
  firstAnswerReturned,
  quorumsDoNotOverlap,
  sentWritesCounted,
  readNotWrittenBack,
  newestNotAskedFor,
  versionsByWallClock,
  versionReusedAfterRestart,
  answeredBeforeSync,
  olderValueRepaired,
  hintReplayedOverNewer,
  hintLostOnRestart,
  removedWithoutTombstone,
  tombstoneCollectedEarly,
  merkleTreeOfAnotherRange,
  unseenSiblingOverwritten,
  partialWriteCalledFailed,
];
