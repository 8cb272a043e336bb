/**
 * The price of the bare event heap: take an event out, allocate the bytes of a message, push it back at a random
 * later instant. It is the ceiling that no simulated run can exceed, so a simulation's rate is best read beside it.
 */
import { fileURLToPath } from 'node:url';
import { randomOf } from '../harness/core/random.ts';
import { Scheduler, SimEvent } from '../harness/environments/sim/scheduler.ts';

/** About what a cluster of five nodes with some clients keeps in flight: messages and timers. */
const PENDING = 256;
const SPREAD_NS = 1_000_000;

/** Returns events per CPU second. */
export function benchHeap(events: number, bytesPerEvent: number): number {
  const scheduler = new Scheduler();
  // Drawn before: the generator's price is not the heap's.
  const random = randomOf(1).fork('bench/heap');
  const delays = Float64Array.from({ length: 4096 }, () => random.int(SPREAD_NS));
  for (let i = 0; i < PENDING; i++) scheduler.push(delays[i] as number, new Message(new Uint8Array(bytesPerEvent)));
  const before = process.cpuUsage();
  for (let i = 0; i < events; i++) {
    scheduler.pop()?.fire();
    scheduler.push(scheduler.now + (delays[i & 4095] as number), new Message(new Uint8Array(bytesPerEvent)));
  }
  const { user, system } = process.cpuUsage(before);
  return events / ((user + system) / 1e6);
}

class Message extends SimEvent {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }

  fire(): boolean {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const bytes of [0, 64, 512]) {
    // The best of some: the first ones still compile.
    const rates = Array.from({ length: 5 }, () => benchHeap(500_000, bytes));
    const millions = (Math.max(...rates) / 1e6).toFixed(2);
    console.log(`heap: ${millions} M events per CPU second with ${bytes} bytes each`);
  }
}
