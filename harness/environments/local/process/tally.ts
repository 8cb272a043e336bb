/** What a process counts. Plain fields: they are bumped with every message. */
import type { NodeCounts } from './messages.ts';

export class Tally implements NodeCounts {
  messagesSent = 0;
  messagesDelivered = 0;
  messagesDropped = 0;
  bytesSent = 0;
  timersFired = 0;
  syncs = 0;
  syncsSlowed = 0;
  syncsFailed = 0;
  syncsRefused = 0;
}
