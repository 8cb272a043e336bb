/** What the ways of deciding one part share: its timeline, made when it is first asked for, and where arrays come from. */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { type Arrays, freshArrays } from './arrays.ts';
import { type Timeline, timelineOf } from './timeline.ts';

export class Workbench {
  readonly arrays: Arrays;
  readonly #operations: readonly Operation<Vocabulary>[];
  #timeline: Timeline | undefined;

  constructor(operations: readonly Operation[], arrays: Arrays = freshArrays) {
    this.#operations = operations;
    this.arrays = arrays;
  }

  get timeline(): Timeline {
    this.#timeline ??= timelineOf(this.#operations, this.arrays);
    return this.#timeline;
  }
}
