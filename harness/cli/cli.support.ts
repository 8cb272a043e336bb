/**
 * The command line in this process, for tests: what is typed goes in, what is printed and the exit code come out. Each
 * sandbox is a folder of its own, which holds the store and is where configuration is looked for.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Io, Output } from './io.ts';
import { main } from './main.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly env?: Io['env'];
  readonly stdin?: string;
  /** Given, the standard output is a terminal of that width. */
  readonly columns?: number;
  /** Given, stderr is this terminal. */
  readonly bar?: NodeJS.WritableStream;
  readonly interrupted?: AbortSignal;
  /** The configuration file names the store; otherwise it is the sandbox's. */
  readonly isStoreConfigured?: boolean;
}

export class Sandbox {
  #folder = '';

  constructor() {
    beforeEach(() => {
      this.#folder = realpathSync(mkdtempSync(join(tmpdir(), 'harness-cli-')));
    });
    afterEach(() => rmSync(this.#folder, { recursive: true, force: true }));
  }

  path(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** What is typed after `harness`, as a shell without quotes would split it, or as it is. */
  async run(typed: string | readonly string[], circumstances: Circumstances = {}): Promise<Said> {
    const { env = {}, stdin = '', columns, bar, isStoreConfigured = false } = circumstances;
    const { interrupted = new AbortController().signal } = circumstances;
    const words = typeof typed === 'string' ? typed.split(' ').filter((word) => word !== '') : typed;
    const needsStore = ['test', 'check', 'replay'].includes(words[0] ?? '') && !words.includes('--store');
    const [stdout, stderr] = [new Written(columns), new Written(undefined)];
    const readStdin = async () => stdin;
    const io: Io = { stdout, stderr, bar, env, cwd: this.#folder, interrupted, readStdin };
    const code = await main(needsStore && !isStoreConfigured ? [...words, '--store', this.path('store')] : words, io);
    return { code, out: stdout.text, err: stderr.text };
  }

  /** The one object that --json prints, and nothing else. */
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is for the test to say.
  async json(typed: string, circumstances?: Circumstances): Promise<{ code: number; said: any }> {
    const { code, out, err } = await this.run(`${typed} --json`, circumstances);
    expect(out).toMatch(/^\{.*\}\n$/);
    expect(err).toBe('');
    return { code, said: JSON.parse(out) };
  }
}

class Written implements Output {
  text = '';
  readonly columns: number | undefined;

  constructor(columns: number | undefined) {
    this.columns = columns;
  }

  get isTTY(): boolean {
    return this.columns !== undefined;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** A terminal to draw a bar on. */
export function terminal(onText: (text: string) => void): NodeJS.WritableStream {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      onText(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: 80 });
}

/** A refusal: nothing on stdout, one sentence on stderr without a stack, exit code 254. */
export function expectRefusal({ code, out, err }: Said, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) expect(err).toMatch(part);
  expect({ code, out }).toEqual({ code: 254, out: '' });
  expect(err).toMatch(/^[^\n]+\n$/);
  expect(err).not.toMatch(/^\s+at |Error:|\[object|undefined|NaN/m);
}
