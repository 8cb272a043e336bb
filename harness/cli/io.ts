/**
 * All that the command line may touch of the process that it runs in. Tests hand in their own, so that most of them
 * need no process.
 */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Undefined where there is no terminal. */
  readonly columns: number | undefined;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where a progress bar may be drawn: stderr, if it is a terminal. */
  readonly bar: NodeJS.WritableStream | undefined;
  readonly env: { readonly [name: string]: string | undefined };
  /** Where configuration is looked for. */
  readonly cwd: string;
  /** Aborted by Ctrl-C (reason `SIGINT`) or SIGTERM. */
  readonly interrupted: AbortSignal;
  readStdin(): Promise<string>;
}
