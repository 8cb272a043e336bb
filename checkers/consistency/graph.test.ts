/** Circles and paths, with as little in them as can be. */
import { expect, test } from 'vitest';
import { Graph, SESSION, SOURCE } from './graph.ts';

test('a graph without circles is sorted', () => {
  const graph = new Graph(4);
  graph.add(3, 1, SOURCE);
  graph.add(1, 0, SESSION);
  graph.add(3, 2, SOURCE);
  const sorted = graph.sorted();
  const order = 'order' in sorted ? [...sorted.order] : [];
  expect([...order].sort()).toEqual([0, 1, 2, 3]);
  for (const [before, after] of [
    [3, 1],
    [1, 0],
    [3, 2],
  ] as const) {
    expect(order.indexOf(before)).toBeLessThan(order.indexOf(after));
  }
  expect('order' in graph.sorted([1]) && [...(graph.sorted([1]) as { order: Int32Array }).order]).toEqual([3, 1]);
});

test('of several circles the one with the fewest edges between sessions is shown, sessions in one step', () => {
  const graph = new Graph(6);
  // 0 1 2 3 are a session, and 4 5 another.
  for (const [from, to] of [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 5],
  ] as const) {
    graph.add(from, to, SESSION);
  }
  graph.add(3, 4, 8);
  graph.add(5, 0, 9);
  expect(graph.sorted()).toEqual({
    circle: expect.arrayContaining([
      { from: 3, to: 4, why: 8, edge: 4 },
      expect.objectContaining({ from: 4, to: 5 }),
      { from: 5, to: 0, why: 9, edge: 5 },
      expect.objectContaining({ from: 0, to: 3, why: SESSION }),
    ]),
  });
  graph.add(3, 0, 10);
  expect(graph.sorted()).toEqual({
    circle: [{ from: 3, to: 0, why: 10, edge: 6 }, expect.objectContaining({ from: 0, to: 3, why: SESSION })],
  });
});

test('a path keeps to the edges that were there before', () => {
  const graph = new Graph(4);
  graph.add(0, 1, SOURCE);
  graph.add(1, 2, SOURCE);
  graph.add(2, 3, SOURCE);
  graph.add(0, 3, 7);
  expect(graph.path(0, 3)).toEqual([{ from: 0, to: 3, why: 7, edge: 3 }]);
  expect(graph.path(0, 3, 3).map(({ to }) => to)).toEqual([1, 2, 3]);
  expect(() => graph.path(3, 0)).toThrow('no path');
});
