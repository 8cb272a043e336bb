/**
 * The command line: `harness <command>`. Finds the command, runs it, and turns whatever comes of it into an exit code:
 * a verdict, a sentence for people who asked for the impossible, or a stack for us.
 */
import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.ts';
import { obeyOuter } from '../environments/local/fabric/inside.ts';
import type { Command } from './command.ts';
import { bugs } from './commands/bugs.ts';
import { campaign } from './commands/campaign.ts';
import { check } from './commands/check.ts';
import { clean } from './commands/clean.ts';
import { doctor } from './commands/doctor.ts';
import { exportRun } from './commands/export.ts';
import { inspect } from './commands/inspect.ts';
import { list } from './commands/list.ts';
import { replay } from './commands/replay.ts';
import { report } from './commands/report.ts';
import { serve } from './commands/serve.ts';
import { shrink } from './commands/shrink.ts';
import { test } from './commands/test.ts';
import { trends } from './commands/trends.ts';
import { verdicts } from './commands/verdicts.ts';
import { crashReport } from './crash.ts';
import { EXIT, interruptionOf } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parse } from './parser.ts';
import { exitWhenWritten, processIo } from './process-io.ts';
import { sessionOf } from './session.ts';

export const commands: readonly Command[] = [
  test,
  check,
  replay,
  shrink,
  inspect,
  exportRun,
  report,
  serve,
  list,
  campaign,
  trends,
  bugs,
  verdicts,
  doctor,
  clean,
];

/** Runs one command line and returns its exit code; never rejects. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  // Asked before anything is parsed, for what cannot be parsed is told as JSON, too.
  const isJson = words.some((word) => word === '--json' || word === '--json=true');
  try {
    const parsed = await parse(words, commands, version(), io);
    if (parsed.kind === 'text') {
      io.stdout.write(`${parsed.text}\n`);
      return EXIT.valid;
    }
    if (parsed.kind === 'nothing') {
      // Not 0: a script whose command went missing must not look like a test that passed.
      io.stderr.write(`${parsed.text}\n`);
      return EXIT.badArguments;
    }
    const { command, input } = parsed;
    const session = sessionOf(io, { isJson, isPlain: input.values.isOn('no-color') });
    const code = await command.run(input, session);
    return interruptionOf(io.interrupted) ?? code;
  } catch (error) {
    const isOurs = !(error instanceof UserError);
    const text = isOurs ? crashReport(error) : error.message;
    if (isJson) io.stdout.write(`${JSON.stringify({ error: text })}\n`);
    io.stderr.write(`${text}\n`);
    return isOurs ? EXIT.crash : EXIT.badArguments;
  }
}

/** What bin/harness.js calls. */
export async function runCommandLine(): Promise<void> {
  // Node would end with 1, which means that the system under test is at fault.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${crashReport(error)}\n`);
    process.exit(EXIT.crash);
  });
  const io = processIo();
  // Signals are handled from here on, those that come from outside of namespaces, too.
  obeyOuter();
  await exitWhenWritten(await main(process.argv.slice(2), io));
}

/** From the package, which stands two folders up from the sources and three from what is built. */
function version(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version: string }).version;
    } catch {}
  }
  return 'unknown';
}
