/** Every planted Raft bug, one file each, in the order of the paper. */

import { answeredBeforeReplication } from './answered-before-replication.ts';
import type { RaftBug } from './bug.ts';
import { candidateLogNotCompared } from './candidate-log-not-compared.ts';
import { commitPastLastNewEntry } from './commit-past-last-new-entry.ts';
import { lateRequestTruncates } from './late-request-truncates.ts';
import { leaderNotCounted } from './leader-not-counted.ts';
import { logNotMatched } from './log-not-matched.ts';
import { logNotSynced } from './log-not-synced.ts';
import { majorityOffByOne } from './majority-off-by-one.ts';
import { olderTermSettled } from './older-term-settled.ts';
import { overwrittenEntryAcknowledged } from './overwritten-entry-acknowledged.ts';
import { readBeforeOwnCommit } from './read-before-own-commit.ts';
import { retryAppliedTwice } from './retry-applied-twice.ts';
import { staleLeaderServesReads } from './stale-leader-serves-reads.ts';
import { stateNotSynced } from './state-not-synced.ts';
import { ungrantedVoteCounted } from './ungranted-vote-counted.ts';
import { voteKeptInNewTerm } from './vote-kept-in-new-term.ts';
import { votesTwice } from './votes-twice.ts';

export const raftBugs: readonly RaftBug[] = [
  ungrantedVoteCounted,
  majorityOffByOne,
  voteKeptInNewTerm,
  votesTwice,
  candidateLogNotCompared,
  logNotMatched,
  lateRequestTruncates,
  commitPastLastNewEntry,
  olderTermSettled,
  leaderNotCounted,
  stateNotSynced,
  logNotSynced,
  staleLeaderServesReads,
  readBeforeOwnCommit,
  retryAppliedTwice,
  overwrittenEntryAcknowledged,
  answeredBeforeReplication,
];
