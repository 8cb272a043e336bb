/**
 * The event heap of the simulation: what happens next, and when. Events come out ordered by (time, sequence), where
 * the sequence is the order in which they were pushed, so that two events of one instant have one order in every run.
 * It knows nothing of nodes or messages, and it never lets time go back.
 *
 * The keys lie in typed arrays beside the events: comparing them touches no object, which is twice as fast as a heap
 * of objects whatever the classes of the events are. A cancelled event stays in the heap until it surfaces (deletion
 * from the middle would cost a search) or until the cancelled outnumber the others.
 */

/** Something that happens at one instant. */
export abstract class SimEvent {
  /** In the heap, and not cancelled. Only the scheduler writes it. */
  scheduled = false;
  /** Lets it happen. True if code that may use promises ran, whose continuations belong to this same instant. */
  abstract fire(): boolean;
}

const FIRST_CAPACITY = 1024;

export class Scheduler {
  /** Virtual nanoseconds since the run began. */
  now = 0;
  #size = 0;
  #cancelled = 0;
  #sequence = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #sequences = new Float64Array(FIRST_CAPACITY);
  #events: (SimEvent | undefined)[] = new Array<SimEvent | undefined>(FIRST_CAPACITY).fill(undefined);

  /** Events to come, without the cancelled ones. */
  get size(): number {
    return this.#size - this.#cancelled;
  }

  /** An instant in the past means: next, after everything already due now. */
  push(timeNs: number, event: SimEvent): void {
    // Also refuses NaN, which would compare false with everything and silently break the heap.
    if (!(timeNs <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`not an instant of virtual time: ${timeNs}`);
    if (this.#size === this.#times.length) this.#grow();
    event.scheduled = true;
    this.#rise(this.#size++, Math.max(timeNs, this.now), this.#sequence++, event);
  }

  /** Takes the next event out and moves time to it; undefined if nothing can happen any more. */
  pop(): SimEvent | undefined {
    while (this.#size > 0) {
      const event = this.#events[0] as SimEvent;
      const timeNs = this.#times[0] as number;
      this.#removeFirst();
      if (event.scheduled) {
        event.scheduled = false;
        this.now = timeNs;
        return event;
      }
      this.#cancelled--;
    }
    return undefined;
  }

  /** Does nothing to an event that has fired or was cancelled before. */
  cancel(event: SimEvent): void {
    if (!event.scheduled) return;
    event.scheduled = false;
    if (++this.#cancelled * 2 > this.#size && this.#size >= FIRST_CAPACITY) this.#rebuild();
  }

  /** Moves the events for which `instantOf` gives a new instant; among equals they keep the order of their pushing. */
  reschedule(instantOf: (event: SimEvent) => number | undefined): void {
    for (let i = 0; i < this.#size; i++) {
      const event = this.#events[i] as SimEvent;
      const timeNs = event.scheduled ? instantOf(event) : undefined;
      if (timeNs !== undefined) this.#times[i] = Math.max(timeNs, this.now);
    }
    this.#rebuild();
  }

  /** Forgets everything to come. */
  clear(): void {
    for (let i = 0; i < this.#size; i++) (this.#events[i] as SimEvent).scheduled = false;
    this.#events.fill(undefined);
    this.#size = 0;
    this.#cancelled = 0;
  }

  #rise(hole: number, timeNs: number, sequence: number, event: SimEvent): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const events = this.#events;
    let at = hole;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentTime = times[parent] as number;
      if (parentTime < timeNs || (parentTime === timeNs && (sequences[parent] as number) < sequence)) break;
      times[at] = parentTime;
      sequences[at] = sequences[parent] as number;
      events[at] = events[parent];
      at = parent;
    }
    times[at] = timeNs;
    sequences[at] = sequence;
    events[at] = event;
  }

  #sink(hole: number, timeNs: number, sequence: number, event: SimEvent): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const events = this.#events;
    const size = this.#size;
    let at = hole;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      let childTime = times[child] as number;
      const right = child + 1;
      if (right < size) {
        const rightTime = times[right] as number;
        const rightFirst = (sequences[right] as number) < (sequences[child] as number);
        if (rightTime < childTime || (rightTime === childTime && rightFirst)) {
          child = right;
          childTime = rightTime;
        }
      }
      const childSequence = sequences[child] as number;
      if (timeNs < childTime || (timeNs === childTime && sequence < childSequence)) break;
      times[at] = childTime;
      sequences[at] = childSequence;
      events[at] = events[child];
      at = child;
    }
    times[at] = timeNs;
    sequences[at] = sequence;
    events[at] = event;
  }

  #removeFirst(): void {
    const last = --this.#size;
    const event = this.#events[last] as SimEvent;
    this.#events[last] = undefined;
    if (last > 0) this.#sink(0, this.#times[last] as number, this.#sequences[last] as number, event);
  }

  /** Sheds the cancelled events and restores the order of the rest. */
  #rebuild(): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const event = this.#events[i] as SimEvent;
      if (!event.scheduled) continue;
      this.#times[kept] = this.#times[i] as number;
      this.#sequences[kept] = this.#sequences[i] as number;
      this.#events[kept++] = event;
    }
    this.#events.fill(undefined, kept, this.#size);
    this.#size = kept;
    this.#cancelled = 0;
    for (let i = (kept >> 1) - 1; i >= 0; i--) {
      this.#sink(i, this.#times[i] as number, this.#sequences[i] as number, this.#events[i] as SimEvent);
    }
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    const times = new Float64Array(capacity);
    const sequences = new Float64Array(capacity);
    times.set(this.#times);
    sequences.set(this.#sequences);
    this.#times = times;
    this.#sequences = sequences;
    for (let i = this.#size; i < capacity; i++) this.#events.push(undefined);
  }
}
