/**
 * What became of the nodes in the course of a run, as states.jsonl holds it: one line for each change of a node. It stands
 * beside the history for those who read a failure; nothing is judged by it.
 */
import { UserError } from '../harness/core/errors.ts';

export interface NodeState {
  readonly up: boolean;
  readonly paused: boolean;
  /** The last that was heard of it, of a node that is up. */
  readonly role?: string;
  readonly primary?: boolean;
  readonly term?: number;
  /** Missing while the clock is right. */
  readonly clock?: ClockError;
}

/** How a node's wall clock is wrong. */
export interface ClockError {
  /** Ahead of true time by this much, at the instant of the change and without the strobe. */
  readonly offsetMs: number;
  /** It runs fast by so many parts per million from then on. */
  readonly ppm: number;
  /** Every other period it is ahead by this much more. */
  readonly strobeMs: number;
}

export interface StateChange extends NodeState {
  /** Nanoseconds since the run began. */
  readonly time: number;
  readonly node: string;
}

export function sameState(a: NodeState, b: NodeState): boolean {
  return (
    a.up === b.up &&
    a.paused === b.paused &&
    a.role === b.role &&
    a.primary === b.primary &&
    a.term === b.term &&
    a.clock?.offsetMs === b.clock?.offsetMs &&
    a.clock?.ppm === b.clock?.ppm &&
    a.clock?.strobeMs === b.clock?.strobeMs
  );
}

export const encodeState = (change: StateChange): string => JSON.stringify(change);

/** A torn last line is passed over, as the run was cut off there; throws UserError for any other that is no change. */
export function decodeStates(text: string, source: string): readonly StateChange[] {
  const lines = text.split('\n');
  const last = lines.pop();
  const changes = lines.map((line, index) => {
    const change = parsed(line);
    if (change !== undefined) return change;
    throw new UserError(
      `${source}:${index + 1}: expected the state of a node, got ${line.slice(0, 80)}; the file was damaged or edited`,
    );
  });
  const torn = last === undefined || last === '' ? undefined : parsed(last);
  return torn === undefined ? changes : [...changes, torn];
}

function parsed(line: string): StateChange | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isChange(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isChange(value: unknown): value is StateChange {
  if (typeof value !== 'object' || value === null) return false;
  const { time, node, up, paused } = value as { readonly [name: string]: unknown };
  return typeof time === 'number' && typeof node === 'string' && typeof up === 'boolean' && typeof paused === 'boolean';
}
