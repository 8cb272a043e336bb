/** Changes of nodes come back from their lines; a torn end is passed over, and damage is told with its line. */
import { describe, expect, test } from 'vitest';
import { decodeStates, encodeState, type NodeState, type StateChange, sameState } from './states.ts';

const changes: readonly StateChange[] = [
  { time: 0, node: 'n1', up: true, paused: false, role: 'follower', primary: false, term: 0 },
  { time: 5, node: 'n1', up: true, paused: false, clock: { offsetMs: -3.5, ppm: 100, strobeMs: 0 } },
  { time: 9, node: 'n2', up: false, paused: false },
];
const text = changes.map((change) => `${encodeState(change)}\n`).join('');

test.each([
  ['whole', text, changes],
  ['torn in its last line', text.slice(0, -4), changes.slice(0, 2)],
  ['without its last newline', text.slice(0, -1), changes],
  ['empty', '', []],
])('a file that is %s', (_what, content, expected) => {
  expect(decodeStates(content, 'states.jsonl')).toEqual(expected);
});

test.each([['{"time":1}'], ['[]'], ['null'], ['{"time":']])('%s in the middle is damage', (line) => {
  expect(() => decodeStates(`${text}${line}\n${text}`, 'store/x/states.jsonl')).toThrow(
    /^store\/x\/states\.jsonl:4: expected the state of a node, got /,
  );
});

describe('states are the same', () => {
  const state: NodeState = { up: true, paused: false, role: 'leader', primary: true, term: 3 };
  const clock = { offsetMs: 1, ppm: 2, strobeMs: 3 };
  test.each<[boolean, NodeState, NodeState]>([
    [true, state, { ...state }],
    [true, { ...state, clock }, { ...state, clock: { ...clock } }],
    [false, state, { ...state, up: false }],
    [false, state, { ...state, paused: true }],
    [false, state, { ...state, role: 'follower' }],
    [false, state, { ...state, primary: false }],
    [false, state, { ...state, term: 4 }],
    [false, state, { ...state, clock }],
    [false, { ...state, clock }, { ...state, clock: { ...clock, offsetMs: 0 } }],
    [false, { ...state, clock }, { ...state, clock: { ...clock, ppm: 0 } }],
    [false, { ...state, clock }, { ...state, clock: { ...clock, strobeMs: 0 } }],
  ])('%s: %j and %j', (expected, a, b) => {
    expect(sameState(a, b)).toBe(expected);
  });
});
