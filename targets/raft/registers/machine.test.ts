/** The replicated state machine: what commands do, and that each does it once (section 8; thesis 6.3). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Request as RaftRequest } from '../messages.ts';
import { Sessions } from '../sessions.ts';
import { Registers } from './machine.ts';
import type { Command } from './registers.ts';

type Request = RaftRequest<Command>;

const write = (key: string | number, value: number): Command => ({ f: 'write', key, value });
const cas = (key: string | number, from: number | null, to: number): Command => ({ f: 'cas', key, from, to });
/** A machine behind its sessions. */
const machineOf = (options: { deduplicates: boolean }) => {
  const registers = new Registers();
  const sessions = new Sessions(registers, options);
  return {
    apply: (request: Request) => sessions.apply(request),
    read: (key: string | number) => registers.query({ key }).value,
  };
};
const machineAfter = (commands: readonly Command[], deduplicates = true) => {
  const machine = machineOf({ deduplicates });
  for (const [sequence, command] of commands.entries()) machine.apply({ session: 's', sequence, command });
  return machine;
};

describe('commands', () => {
  test.each<[string, Command[], Command, applied: boolean, value: number | null]>([
    ['a write writes', [], write('x', 1), true, 1],
    ['a write overwrites', [write('x', 1)], write('x', 2), true, 2],
    ['a cas that finds its value replaces it', [write('x', 1)], cas('x', 1, 2), true, 2],
    ['a cas that finds another leaves it', [write('x', 1)], cas('x', 7, 2), false, 1],
    ['a register holds null at first', [], cas('x', null, 2), true, 2],
    ['keys are independent', [write('y', 1)], cas('x', 1, 2), false, null],
    ['the key 1 is not the key "1"', [write(1, 5)], cas('1', 5, 2), false, null],
  ])('%s', (_name, before, command, applied, value) => {
    const machine = machineAfter(before);
    expect(machine.apply({ session: 's', sequence: 99, command })).toEqual({ applied, value });
    expect(machine.read(command.key)).toBe(value);
  });
});

describe('sessions', () => {
  const request = (session: string, sequence: number, command: Command): Request => ({ session, sequence, command });

  test('a retried command is answered again, and not applied again', () => {
    const machine = machineOf({ deduplicates: true });
    const first = request('c1', 1, cas('x', null, 1));
    expect(machine.apply(first)).toEqual({ applied: true, value: 1 });
    machine.apply(request('c2', 1, write('x', 9)));
    // By now it would fail, and a write would come back over a newer one.
    expect(machine.apply(first)).toEqual({ applied: true, value: 1 });
    expect(machine.read('x')).toBe(9);
  });

  test('an older command that arrives late does nothing', () => {
    const machine = machineOf({ deduplicates: true });
    for (const sequence of [1, 2]) machine.apply(request('c1', sequence, write('x', sequence)));
    machine.apply(request('c1', 1, write('x', 1)));
    expect(machine.read('x')).toBe(2);
  });

  test('another session may use the same number', () => {
    const machine = machineOf({ deduplicates: true });
    machine.apply(request('c1', 1, write('x', 1)));
    machine.apply(request('c2', 1, write('x', 2)));
    expect(machine.read('x')).toBe(2);
  });

  test('with the planted bug a retry is applied again', () => {
    const machine = machineOf({ deduplicates: false });
    const first = request('c1', 1, write('x', 1));
    machine.apply(first);
    machine.apply(request('c2', 1, write('x', 9)));
    machine.apply(first);
    expect(machine.read('x')).toBe(1);
  });

  /** For commands in any order, each told up to three times in a row or later, the state is that of telling them once. */
  test('however often commands are repeated, the state is the same', () => {
    const command = fc.oneof(
      fc.tuple(fc.nat(2), fc.nat(3)).map(([key, value]) => write(key, value)),
      fc.tuple(fc.nat(2), fc.option(fc.nat(3)), fc.nat(3)).map(([key, from, to]) => cas(key, from, to)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.nat(2)), { maxLength: 30 }), (told) => {
        const once = machineAfter(told.map(([one]) => one));
        const repeated = machineOf({ deduplicates: true });
        told.forEach(([one, back], sequence) => {
          const result = repeated.apply(request('s', sequence, one));
          const again = told[sequence - back];
          if (again !== undefined) repeated.apply(request('s', sequence - back, again[0]));
          expect(repeated.apply(request('s', sequence, one))).toEqual(result);
        });
        for (const key of [0, 1, 2]) expect(repeated.read(key)).toBe(once.read(key));
      }),
    );
  });
});
