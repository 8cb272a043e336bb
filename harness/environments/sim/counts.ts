/** What a simulated run counts, for its report. Plain fields: they are bumped on every event. */
export class Counts {
  events = 0;
  messagesSent = 0;
  messagesDelivered = 0;
  /** For whatever reason: cut, lost, or nobody there to take it. */
  messagesDropped = 0;
  messagesDuplicated = 0;
  bytesSent = 0;
  timersFired = 0;
  syncs = 0;
  syncsFailed = 0;
  /** Un-synced writes that a kill took away, in whole or in part. */
  writesLost = 0;
  starts = 0;
  kills = 0;
}
