/**
 * From words to a command with its values. yargs splits the words, draws the help and writes the completion script; what
 * is unknown or left over is refused here, so that the nearest known name can be suggested.
 */
import yargs, { type Argv, type Options } from 'yargs';
import { UserError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { commandLine } from '../report/layout.ts';
import type { Command, Input } from './command.ts';
import { loadConfig } from './config.ts';
import type { Flag } from './flag.ts';
import type { Io } from './io.ts';
import { widthOf } from './session.ts';
import { type Typed, Values } from './values.ts';

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
  const parser = base(version, widthOf(io));
  const isCompleting = words.includes(COMPLETING);
  for (const command of commands) {
    parser.command({
      command: usageOf(command),
      describe: command.summary,
      builder: (of) => build(of, command, { isCompleting, width: widthOf(io) }),
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
  if (text !== '') return { kind: 'text', text };
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

function base(version: string, width: number): Argv {
  return yargs()
    .scriptName('harness')
    .usage('harness <command> [options]\n\nTests distributed systems for linearizability under faults.')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
      'short-option-groups': false,
    })
    .help('help', 'Show help; after a command, its own')
    .version('version', 'Show the version', version)
    .locale('en')
    .wrap(width)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UserError(message);
    })
    .epilogue('harness <command> --help tells more. To begin:\n  harness test --nemesis partition');
}

function usageOf({ name, positional }: Command): string {
  if (positional === undefined) return name;
  return positional.ifMissing === undefined ? `${name} [${positional.name}]` : `${name} <${positional.name}>`;
}

function build(of: Argv, command: Command, { isCompleting, width }: { isCompleting: boolean; width: number }): Argv {
  const { positional, flags } = command;
  of.usage(`harness ${usageOf(command)} [options]\n\n${command.summary}`).epilogue(examplesOf(command, width));
  if (positional !== undefined) {
    const { describe, values } = positional;
    of.positional(positional.name, { describe, ...(isCompleting && values ? { choices: values() } : {}) });
    // yargs has a message of its own for a missing one, which counts arguments.
    of.demandCommand(0);
    of.fail((message, error) => {
      throw error ?? new UserError(/^Not enough/.test(message) ? (positional.ifMissing ?? message) : message);
    });
  }
  for (const [flag, about] of Object.entries(flags)) of.option(flag, optionOf(about, isCompleting));
  of.group(['help', 'version'], 'Output:');
  return of;
}

/** yargs sets examples in two columns, which breaks long lines in the middle. */
function examplesOf({ name, examples }: Command, width: number): string {
  const lines = examples.map(([line, purpose]) => {
    return `  ${purpose}:\n${commandLine(`harness ${name} ${line}`.trim(), width, 4)}`;
  });
  return ['Examples:', ...lines].join('\n');
}

function optionOf({ group, describe, kind, fallback, values }: Flag, isCompleting: boolean): Options {
  return {
    group,
    describe,
    ...(kind === 'switch' ? { type: 'boolean' } : {}),
    ...(fallback === undefined ? {} : { defaultDescription: String(fallback) }),
    // As choices they would be checked, too, with a message that suggests nothing.
    ...(isCompleting && values !== undefined ? { choices: values() } : {}),
  };
}

async function inputOf(
  { command, argv }: { command: Command; argv: Typed & { readonly _: readonly unknown[] } },
  commands: readonly Command[],
  io: Io,
): Promise<Input> {
  const { name, positional, flags } = command;
  const [, ...surplus] = argv._;
  if (surplus.length > 0) throw new UserError(`harness ${name} does not know what to do with ${surplus.join(' ')}`);
  const known = Object.keys(flags);
  refuseUnknown(argv, positional === undefined ? known : [...known, positional.name], `harness ${name}`);
  for (const [flag, { kind }] of Object.entries(flags)) {
    if (kind === 'switch' && argv[flag] !== undefined && argv[flag] !== true) {
      throw new UserError(`--${flag} takes no value and is given once`);
    }
  }
  const typed = Object.fromEntries(known.map((flag) => [flag, argv[flag]]));
  const value = positional === undefined ? undefined : argv[positional.name];
  const config = 'config' in flags ? await configOf(new Values(typed).text('config'), commands, io) : undefined;
  // yargs takes a lone dash for a flag's missing value.
  const word = value === true ? '-' : value;
  return { positional: word === undefined ? undefined : String(word), values: new Values(typed, config) };
}

/** A file serves all commands: a flag of another one is no mistake in it. */
function configOf(file: string | undefined, commands: readonly Command[], io: Io) {
  const flags = commands.flatMap((command) => Object.entries(command.flags));
  const known = flags.filter(([, { isConfigurable }]) => isConfigurable !== false).map(([flag]) => flag);
  return loadConfig({ cwd: io.cwd, file, known: [...new Set(known)] });
}

function refuseUnknown(argv: Typed, known: readonly string[], where: string): void {
  const all = [...known, ...BUILT_IN];
  const unknown = Object.keys(argv).find((key) => key !== '_' && key !== '$0' && !all.includes(key));
  if (unknown === undefined) return;
  const dashes = unknown.length === 1 ? '-' : '--';
  const nearest = didYouMean(unknown, [...known, 'help', 'version']).replace('mean ', 'mean --');
  throw new UserError(`unknown flag ${dashes}${unknown}${nearest}; ${where} --help lists those there are`);
}
