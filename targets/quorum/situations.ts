/** What can come about in a leaderless store that is worth having seen in a test. Nodes report them by these names. */
export const quorumSituations = {
  'quorum out of reach for a read': 'Too few replicas answered a read in time.',
  'quorum out of reach for a write': 'Too few replicas answered a write in time, and what some of them have stays.',
  'answers of a read differed': 'The replicas that a read heard from held different states.',
  'read written back': 'A read had W replicas take what it was about to return.',
  'read repaired': 'A replica that a read had found behind was sent what it lacked.',
  'hint stored': 'A node kept a write for a home that had missed it.',
  'hint handed over': 'The home took what had been kept for it.',
  'hint came too late': 'A hint reached a home that had that state, or a newer one, already.',
  'hints recovered': 'A node started with hints that an earlier life had kept.',
  'stand-in took a write': 'In a sloppy quorum another node took the place of a silent home.',
  'trees differed': 'Two nodes found leaves of their Merkle trees unlike.',
  'anti-entropy repaired': 'A replica took over from another what it had missed.',
  'older state came late': 'A write or repair reached a replica that held something newer.',
  'sibling created': 'Two writes that knew nothing of each other stood side by side.',
  'siblings merged': 'A write took the place of several siblings that its client had seen.',
  'tombstone kept': 'A removal was remembered.',
  'tombstone withstood an older value': 'A value that was removed since came in late, and stayed removed.',
  'tombstone collected': 'A removal was forgotten after its grace.',
  'ticket of an earlier life':
    'A write came with the ticket of a node that has restarted since, and was not carried out.',
  'request delivered twice': 'A write came twice, and was carried out once.',
  'log recovered': 'A node started on what an earlier life had left.',
  'torn log recovered': 'The end of that log was torn by a crash, and was cut off.',
} as const;

export type QuorumSituation = keyof typeof quorumSituations;
