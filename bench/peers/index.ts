/** What ours is measured against. */
export { peerModelOf } from './history-file.ts';
export { buildPorcupine, type Peer, type PeerReport } from './porcupine.ts';
