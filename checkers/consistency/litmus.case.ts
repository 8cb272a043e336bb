/** Small histories in short: operations one after the other in real time, each `process function key value`. */
import type { Op } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { LevelName } from './levels.ts';

/** `0 w x 1` writes 1, `1 r x -` reads null, `0 w x 1?` has an unknown outcome, `0 c x 1>2` is a cas that was applied. */
export function litmus(text: string): Op<RegisterOps>[] {
  return text.split(',').flatMap((line, i): Op<RegisterOps>[] => {
    const [process = '', f = '', key = '', word = ''] = line.trim().split(' ');
    const at = (index: number) => ({ index, time: index * 1e6, process: Number(process) });
    const invoke = { ...at(2 * i), type: 'invoke' } as const;
    const [end, type] = [at(2 * i + 1), word.endsWith('?') ? 'info' : 'ok'] as const;
    const [from = null, to = null] = word.replace('?', '').split('>').map(valueFrom);
    const written = { key, value: from };
    if (f === 'r')
      return [
        { ...invoke, f: 'read', value: { key } },
        { ...end, type: 'ok', f: 'read', value: written },
      ];
    if (f === 'w')
      return [
        { ...invoke, f: 'write', value: written },
        { ...end, type, f: 'write', value: written },
      ];
    const input = { key, from, to };
    const answer = { ...end, type: 'ok', f: 'cas', value: { ...input, applied: true } } as const;
    return [{ ...invoke, f: 'cas', value: input }, type === 'ok' ? answer : { ...end, type, f: 'cas', value: input }];
  });
}

const valueFrom = (word: string): RegisterValue => (word === '-' ? null : Number(word));

export interface Litmus {
  readonly history: string;
  /** The levels that held and that no other one implies. */
  readonly strongest: readonly LevelName[];
}

/** The classics, under the names by which they are known. */
export const classics: { readonly [name: string]: Litmus } = {
  'one after the other': { history: '0 w x 1, 1 r x 1, 1 w x 2, 0 r x 2', strongest: ['linearizable'] },
  'stale read': { history: '0 w x 1, 1 r x -', strongest: ['sequential'] },
  'new-old inversion': { history: '0 w x 1?, 1 r x 1, 2 r x -', strongest: ['sequential'] },
  'acknowledged write lost': { history: '0 w x 1, 1 w x 2, 2 r x 1, 3 r x 1', strongest: ['sequential'] },
  'deleted key comes back': { history: '0 w x 1, 1 r x 1, 2 w x -, 3 r x -, 4 r x 1', strongest: ['sequential'] },
  'store buffering': {
    history: '0 w x 1, 1 w y 1, 0 r y -, 1 r x -',
    strongest: ['causal-memory', 'causal-convergence'],
  },
  'store buffering, not at first': {
    history: '2 w x 9, 2 w y 9, 0 r y 9, 1 r x 9, 1 r y 9, 0 r x 9, 0 w x 1, 1 w y 1, 0 r y 9, 1 r x 9',
    strongest: ['causal-memory', 'causal-convergence'],
  },
  'independent reads of independent writes': {
    history: '0 w x 1, 1 w y 1, 2 r x 1, 2 r y -, 3 r y 1, 3 r x -',
    strongest: ['causal-memory', 'causal-convergence'],
  },
  'message passing': {
    history: '0 w x 1, 0 w y 1, 1 r y 1, 1 r x -',
    strongest: ['coherent', 'writes-follow-reads'],
  },
  'write to read causality': {
    history: '0 w x 1, 1 r x 1, 1 w y 1, 2 r y 1, 2 r x -',
    strongest: ['coherent', 'monotonic-writes'],
  },
  'load buffering': {
    history: '0 r x 1, 0 w y 1, 1 r y 1, 1 w x 1',
    strongest: ['coherent', 'writes-follow-reads', 'monotonic-writes'],
  },
  'load buffering on one key': {
    history: '0 r x 1, 0 w x 2, 1 r x 2, 1 w x 1',
    strongest: ['monotonic-writes', 'monotonic-reads', 'read-your-writes'],
  },
  'own write lost': {
    history: '0 w x 1, 0 r x -',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'monotonic-reads'],
  },
  'own write overtaken by an older one': {
    history: '0 w x 1, 0 w x 2, 0 r x 1',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'monotonic-reads'],
  },
  'read goes back to nothing': {
    history: '0 w x 1, 1 r x 1, 1 r x -',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'read-your-writes'],
  },
  'read goes back': {
    history: '0 w x 1, 0 w x 2, 1 r x 2, 1 r x 1',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'read-your-writes'],
  },
  'fork: two sessions see two writes in two orders': {
    history: '0 w x 1, 1 w x 2, 2 r x 1, 2 r x 2, 3 r x 2, 3 r x 1',
    strongest: ['causal-memory'],
  },
  'one session changes its mind': {
    history: '0 w x 1, 1 w x 2, 2 r x 1, 2 r x 2, 2 r x 1',
    strongest: ['causal', 'writes-follow-reads', 'monotonic-writes'],
  },
  'changes its mind on what came before': {
    history: '0 w x 1, 0 w y 5, 1 w x 2, 1 w y 6, 2 r y 5, 2 r x 2, 2 r y 6, 2 r x 1',
    strongest: ['coherent', 'causal', 'writes-follow-reads'],
  },
  'changes its mind on causes': {
    history: '0 w x 1, 1 w x 2, 2 r x 1, 2 w y 5, 3 r x 2, 3 w y 6, 4 r y 5, 4 r x 2, 4 r y 6, 4 r x 1',
    strongest: ['coherent', 'causal', 'monotonic-writes'],
  },
  // Bouajjani et al., figure 3: an order for all that no session could have seen step by step.
  'convergent, with hindsight': {
    history: '0 w z 1, 0 w x 1, 0 w y 1, 1 w x 2, 1 r z -, 1 r y 1, 1 r x 2',
    strongest: ['causal-convergence'],
  },
  'value out of thin air': { history: '0 w x 1, 1 r x 7', strongest: [] },
  'read from its own future': { history: '0 r x 1, 0 w x 1', strongest: [] },
  'delete that did not stick': {
    history: '0 w x 1, 0 w x -, 0 r x 1',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'monotonic-reads'],
  },
  'unknown outcome ends a session': { history: '0 w x 1?, 0 r x -, 1 r x 1, 0 r x -', strongest: ['sequential'] },
  'unknown outcome, seen and gone': {
    history: '0 w x 1?, 1 r x 1, 1 r x -',
    strongest: ['writes-follow-reads', 'monotonic-writes', 'read-your-writes'],
  },
};
