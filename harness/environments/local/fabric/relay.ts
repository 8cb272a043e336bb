/**
 * One connection through a proxy. A cut is silence, as in a network: what is sent is swallowed, what is connected hears
 * nothing, and even an end of the connection does not get across. A stream that has lost bytes can never go on, so once both
 * directions are open again it is reset, and programs connect anew at once; no byte sent into a cut ever arrives later.
 */
import type { Socket } from 'node:net';
import type { Way } from './ways.ts';

/** More than this under way in one direction, and its sender has to wait. */
const MOST_BYTES = 4 * 1024 * 1024;

export class Relay {
  readonly #near: Socket;
  readonly #forth: Way;
  readonly #back: Way;
  readonly #onClose: (relay: Relay) => void;
  #far: Socket | undefined;
  /** Lost bytes, or never was connected. */
  #isBroken = false;

  /** `near` opened the connection; `connect` opens the other half of it. */
  constructor(near: Socket, connect: () => Socket, forth: Way, back: Way, onClose: (relay: Relay) => void) {
    this.#near = near;
    this.#forth = forth;
    this.#back = back;
    this.#onClose = onClose;
    near.setNoDelay(true);
    // Also before anything is carried: an end of the connection that nobody listens for would end us.
    near.on('error', ignore);
    // A handshake needs both directions.
    if (forth.isCut || back.isCut) {
      (forth.isCut ? forth : back).cut();
      this.#isBroken = true;
      this.#carry(near, () => undefined, forth);
      return;
    }
    const far = connect();
    this.#far = far;
    far.setNoDelay(true);
    far.once('connect', () => {
      if (near.destroyed) this.reset();
      else this.#carry(near, () => far, forth);
    });
    this.#carry(far, () => near, back);
  }

  /** To be called after every change of links. */
  mend(): void {
    if (this.#isBroken && !this.#forth.isCut && !this.#back.isCut) this.reset();
  }

  reset(): void {
    for (const socket of [this.#near, this.#far]) if (socket?.destroyed === false) socket.resetAndDestroy();
    this.#onClose(this);
  }

  #carry(source: Socket, sink: () => Socket | undefined, way: Way): void {
    const line = new Line(source, sink, way, () => this.#break());
    source.on('data', (chunk: Buffer) => line.send(chunk));
    source.on('end', () => line.send('end'));
    source.on('error', ignore);
    source.on('close', (hadError) => {
      if (hadError) line.send('reset');
      if (this.#near.destroyed && this.#far?.destroyed !== false) this.#onClose(this);
    });
    source.resume();
  }

  #break(): void {
    this.#isBroken = true;
  }
}

/** What went wrong with one half is told to the other by its end. */
const ignore = (): void => undefined;

type Piece = Buffer | 'end' | 'reset';

/** One direction: pieces in the order in which they were sent, each no sooner than its delay allows. */
class Line {
  readonly #source: Socket;
  readonly #sink: () => Socket | undefined;
  readonly #way: Way;
  readonly #onLoss: () => void;
  readonly #queue: { readonly piece: Piece; readonly dueMs: number }[] = [];
  #bytes = 0;
  #hasLost = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: Socket, sink: () => Socket | undefined, way: Way, onLoss: () => void) {
    this.#source = source;
    this.#sink = sink;
    this.#way = way;
    this.#onLoss = onLoss;
  }

  send(piece: Piece): void {
    if (this.#isLost()) return;
    const delayMs = this.#way.delay();
    if (delayMs === 0 && this.#queue.length === 0) {
      this.#deliver(piece);
      return;
    }
    this.#queue.push({ piece, dueMs: performance.now() + delayMs });
    this.#bytes += piece.length;
    if (this.#bytes > MOST_BYTES) this.#source.pause();
    this.#wait();
  }

  #wait(): void {
    const [first] = this.#queue;
    if (first === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#queue.shift();
        this.#bytes -= first.piece.length;
        if (this.#bytes <= MOST_BYTES) this.#source.resume();
        // A cut catches what is under way, too.
        if (!this.#isLost()) this.#deliver(first.piece);
        this.#wait();
      },
      Math.max(0, first.dueMs - performance.now()),
    );
  }

  /** Once something is missing, nothing that follows may arrive. */
  #isLost(): boolean {
    if (this.#way.isCut) {
      this.#way.cut();
      this.#hasLost = true;
      this.#onLoss();
    }
    return this.#hasLost || this.#sink() === undefined;
  }

  #deliver(piece: Piece): void {
    const sink = this.#sink();
    if (sink === undefined || sink.destroyed) return;
    if (piece === 'reset') sink.resetAndDestroy();
    else if (piece === 'end') sink.end();
    else if (!sink.write(piece)) {
      this.#source.pause();
      sink.once('drain', () => this.#source.resume());
    }
  }
}
