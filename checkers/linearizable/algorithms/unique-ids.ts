/** Services that hand out identifiers: no two alike is all there is, in any order. What was never answered is left out. */
import type { UniqueIdsOps } from '../../../histories/ops/unique-ids.ts';
import type { Algorithm } from './algorithm.ts';
import { illegal, legal, text } from './decisions.ts';

export const uniqueIdsDistinct: Algorithm<UniqueIdsOps> = {
  name: 'unique-ids-distinct',
  source: 'By definition',
  complexity: 'O(n)',
  condition: 'Always applies.',
  decide(operations) {
    const handedOut = new Map<number | string, number>();
    const order = new Int32Array(operations.length);
    let size = 0;
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      if (operation?.outcome !== 'ok') continue;
      const { id } = operation.output;
      const other = handedOut.get(id);
      if (other !== undefined) return illegal(`Identifier ${text(id)} was handed out twice.`, [other, i]);
      handedOut.set(id, i);
      order[size++] = i;
    }
    // Calls are in order, and an order of calls is one of real time.
    return legal(order.subarray(0, size));
  },
};
