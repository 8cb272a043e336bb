/**
 * From words to a command with its values. yargs splits the words, draws the help and writes the completion script
 * (yargs.ts); what is unknown or left over is refused here, so that the nearest known name can be suggested.
 */
import { UserError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Command, Input } from './command.ts';
import { loadConfig } from './config.ts';
import type { Flags } from './flag.ts';
import type { Io } from './io.ts';
import { widthOf } from './session.ts';
import { type Typed, Values } from './values.ts';
import { describeCommand, usageOf, yargsFor } from './yargs.ts';

export type Parsed =
  | { readonly kind: 'text'; readonly text: string }
  /** Nothing was asked for; the text says what can be. */
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly input: Input };

const COMPLETING = '--get-yargs-completions';
const COMPLETION = 'completion';
const BUILT_IN = ['help', 'version', 'get-yargs-completions'];

export async function parse(
  words: readonly string[],
  commands: readonly Command[],
  version: string,
  io: Io,
): Promise<Parsed> {
  let chosen: { command: Command; argv: Typed & { readonly _: readonly unknown[] } } | undefined;
  const parser = yargsFor(version, widthOf(io));
  const isCompleting = words.includes(COMPLETING);
  for (const command of commands) {
    parser.command({
      command: usageOf(command),
      describe: command.summary,
      builder: (of) => describeCommand(of, command, { isCompleting, width: widthOf(io) }),
      handler: (argv) => {
        chosen = { command, argv };
      },
    });
  }
  // After the commands, which --help lists in the order in which they were named.
  parser.completion(COMPLETION, 'Print a script for the shell: harness completion >> ~/.bashrc');
  let text = '';
  const argv = await parser.parseAsync([...words], {}, (error, _argv, output) => {
    if (error) throw error;
    text = output;
  });
  // yargs escapes colons for zsh alone to understand, and escapes them for every shell.
  const isZsh = /zsh/.test(`${io.env.SHELL} ${io.env.ZSH_NAME}`);
  if (text !== '') return { kind: 'text', text: isCompleting && !isZsh ? text.replaceAll('\\:', ':') : text };
  if (chosen !== undefined)
    return { kind: 'command', command: chosen.command, input: await inputOf(chosen, commands, io) };
  const [name] = argv._;
  if (name === undefined) {
    refuseUnknown(argv, [], 'harness');
    return { kind: 'nothing', text: await parser.getHelp() };
  }
  const names = [...commands.map((command) => command.name), COMPLETION];
  throw new UserError(`unknown command ${name}${didYouMean(String(name), names)}; known are: ${names.join(', ')}`);
}

async function inputOf(
  { command, argv }: { command: Command; argv: Typed & { readonly _: readonly unknown[] } },
  commands: readonly Command[],
  io: Io,
): Promise<Input> {
  const { name, positional, flags } = command;
  const [, ...surplus] = argv._;
  if (surplus.length > 0) {
    throw new UserError(
      `harness ${name} does not know what to do with ${surplus.join(' ')}: harness ${name} --help shows what it takes`,
    );
  }
  const known = Object.keys(flags);
  refuseUnknown(argv, positional === undefined ? known : [...known, positional.name], `harness ${name}`);
  for (const [flag, { isSwitch }] of Object.entries(flags)) {
    if (isSwitch && argv[flag] !== undefined && argv[flag] !== true) {
      throw new UserError(`--${flag} takes no value`);
    }
  }
  const typed = Object.fromEntries(known.map((flag) => [flag, argv[flag]]));
  const value = positional === undefined ? undefined : argv[positional.name];
  const config = await configOf(new Values(typed), command, commands, io);
  // yargs takes a lone dash for a flag's missing value.
  const word = value === true ? '-' : value;
  return { positional: word === undefined ? undefined : String(word), values: new Values(typed, config) };
}

/** A file serves all commands: a flag of another one is no mistake in it, but is not for this one. */
async function configOf(typed: Values, { flags }: Command, commands: readonly Command[], io: Io) {
  if (!('config' in flags)) return undefined;
  const file = typed.text('config');
  if (typed.isOn('no-config')) {
    if (file === undefined) return undefined;
    throw new UserError('--config and --no-config contradict each other: give one of them');
  }
  const known = new Set(commands.flatMap((command) => configurable(command.flags)));
  const config = await loadConfig({ cwd: io.cwd, file, known: [...known] });
  if (config === undefined) return undefined;
  const own = new Set(configurable(flags));
  return { ...config, values: new Map([...config.values].filter(([flag]) => own.has(flag))) };
}

function configurable(flags: Flags): string[] {
  return Object.keys(flags).filter((flag) => flags[flag]?.isConfigurable !== false);
}

function refuseUnknown(argv: Typed, known: readonly string[], where: string): void {
  const all = [...known, ...BUILT_IN];
  const unknown = Object.keys(argv).find((key) => key !== '_' && key !== '$0' && !all.includes(key));
  if (unknown === undefined) return;
  const dashes = unknown.length === 1 ? '-' : '--';
  // Everything is near to a single letter.
  const nearest = unknown.length === 1 ? '' : didYouMean(unknown, [...known, 'help', 'version']);
  throw new UserError(
    `unknown flag ${dashes}${unknown}${nearest.replace('mean ', 'mean --')}; ${where} --help lists those there are`,
  );
}
