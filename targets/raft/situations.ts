/**
 * What can come about in a Raft cluster that is worth having seen in a test: the places where elections, logs and clients go
 * another way than in fair weather. Nodes report them by these names; a run reaches those that its faults lead to.
 */
export const raftSituations = {
  'election won': 'A candidate had the votes of a majority.',
  'split vote': 'A candidate waited for a whole timeout, and nobody had won its term.',
  'pre-vote refused': 'A node that hears its leader, or has the longer log, kept another one from campaigning.',
  'vote refused to a shorter log': 'A candidate that lacks entries was refused a vote.',
  'vote refused, already given': 'A candidate came second to a node that had voted in this term.',
  'leader deposed by a later term': 'A leader met a higher term.',
  'leader gave up': 'A leader could not reach a majority any more, and stepped down by itself.',
  'stale leader refused': 'Entries of a leader of an older term came in, and were refused.',
  'log gap found': 'A follower lacked the entry on which new ones were to be built.',
  'log conflict repaired': 'A follower cut off entries that no majority had, for those of a newer leader.',
  'late entries passed over': 'A request named entries that were there already, with newer ones behind them.',
  'leader went back a term':
    'A leader looked for the last entry that it has in common with a follower, below the conflict.',
  'older term committed indirectly':
    'An entry of an earlier term was committed, together with a later one of the present term.',
  'proposal lost to another leader':
    'At the index of a command of its own, a node had to apply that of another leader.',
  'retry answered from session': 'A command came twice, and was answered the second time without being applied.',
  'read refused after deposition': 'A leader was deposed while reads waited for a majority to confirm it.',
  'read waited for own commit': 'A new leader had a read to answer before it had committed anything of its own.',
  'log recovered': 'A node started on a log that an earlier life had left.',
  'torn log recovered': 'The end of that log was torn by a crash, and was cut off.',
} as const;

export type RaftSituation = keyof typeof raftSituations;
