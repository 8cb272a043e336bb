/**
 * Runs the small programs of the operating system that make a network: to the end, with their input given and within a
 * deadline. What they complain of becomes one sentence. Nothing here runs the system under test.
 */
import { execa } from 'execa';
import { UserError } from '../../../core/errors.ts';
import { notInstalled, searchPath } from './programs.ts';

const DEADLINE_MS = 20_000;

export type Outcome = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Runs a command to its end; that it fails is a value. */
export async function attempt(command: readonly string[], input = ''): Promise<Outcome> {
  const [program = '', ...words] = command;
  const result = await execa(program, words, {
    input,
    reject: false,
    timeout: DEADLINE_MS,
    env: { PATH: searchPath() },
  });
  if (!result.failed) return { ok: true, text: result.stdout };
  if (result.code === 'ENOENT') return { ok: false, reason: notInstalled(program) };
  return { ok: false, reason: sentence(program, result.stderr) ?? `${program}: ${result.shortMessage}` };
}

/** The same where nothing should go wrong any more. */
export async function succeed(command: readonly string[], input = ''): Promise<string> {
  const outcome = await attempt(command, input);
  if (!outcome.ok) throw new UserError(`the network cannot be set up: ${outcome.reason}`);
  return outcome.text;
}

/** The first line that says something: nft quotes the line below it, ip says how a batch went on. */
function sentence(program: string, stderr: string): string | undefined {
  const lines = stderr.split('\n').map((line) => line.trim());
  const line = lines.find((text) => text !== '');
  if (line === undefined) return undefined;
  return line.startsWith(program) ? line : `${program}: ${line}`;
}
