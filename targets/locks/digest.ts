/** A running checksum: two replicas that were told the same, and answered the same, have the same. */
import crc32 from 'crc-32';
import type { Command, Result } from './messages.ts';

export class Digest {
  value = 0;

  add(command: Command, result: Result): void {
    this.value = crc32.str(JSON.stringify([command, result]), this.value);
  }
}
