/** Every planted bug of the lock service, one file each: leases, then tokens, then what is behind the fence. */
import type { LockBug } from './bug.ts';
import { expiryByWallClock } from './expiry-by-wall-clock.ts';
import { expiryIgnoresRenewal } from './expiry-ignores-renewal.ts';
import { expiryNotChecked } from './expiry-not-checked.ts';
import { expiryOutsideTheLog } from './expiry-outside-the-log.ts';
import { heldLockGrantedAgain } from './held-lock-granted-again.ts';
import { newLeaderForgetsLeases } from './new-leader-forgets-leases.ts';
import { readsUnseenByTheFence } from './reads-unseen-by-the-fence.ts';
import { releaseNotVerified } from './release-not-verified.ts';
import { renewedAfterExpiry } from './renewed-after-expiry.ts';
import { retryRunsJobTwice } from './retry-runs-job-twice.ts';
import { tokenNotChecked } from './token-not-checked.ts';
import { tokensOfTheLeader } from './tokens-of-the-leader.ts';
import { tokensStartAnew } from './tokens-start-anew.ts';

export const lockBugs: readonly LockBug[] = [
  expiryNotChecked,
  expiryByWallClock,
  expiryOutsideTheLog,
  expiryIgnoresRenewal,
  newLeaderForgetsLeases,
  releaseNotVerified,
  renewedAfterExpiry,
  heldLockGrantedAgain,
  tokensStartAnew,
  tokensOfTheLeader,
  tokenNotChecked,
  readsUnseenByTheFence,
  retryRunsJobTwice,
];
