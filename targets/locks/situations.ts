/** What can come about in the lock service, beyond what can come about in the Raft below it. */
import { raftSituations } from '../raft/situations.ts';

export const lockSituations = {
  'lock was taken': 'Somebody asked for a lock that another one held.',
  'lease expired while held': 'The time of a lease was over before its holder had released it.',
  'expiry met a renewal': 'An expiry reached the log after the renewal, or the release, that made it void.',
  'renewal too late': 'A renewal came when the lease was over.',
  'release too late': 'A release came when the lease was over.',
  'leases restarted by a new leader': 'A new leader found leases in force, and gave them their whole time again.',
  'stale token refused': 'A fenced resource refused a holder with a token older than one it had seen.',
  'holder stopped in doubt': 'A careful holder did not go on, because its lease might have run out.',
  'renewal refused to a holder': 'A holder in the middle of its work learnt that the lock was no longer its own.',
} as const;

export type LockSituation = keyof typeof lockSituations;

export const situations = { ...raftSituations, ...lockSituations };
