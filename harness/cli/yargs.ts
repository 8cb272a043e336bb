/**
 * What yargs has to know: how to split words, and what to draw in the help. It must not interpret values, nor refuse
 * unknown ones: that is done where the nearest known one can be suggested.
 */
import yargs, { type Argv, type Options } from 'yargs';
import { UserError } from '../core/errors.ts';
import { commandLine } from '../report/layout.ts';
import type { Command } from './command.ts';
import type { Flag } from './flag.ts';

export interface Drawing {
  /** The shell asks for words, and not somebody for help. */
  readonly isCompleting: boolean;
  readonly width: number;
}

export function yargsFor(version: string, width: number): Argv {
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

export function usageOf({ name, positional }: Command): string {
  if (positional === undefined) return name;
  return positional.ifMissing === undefined ? `${name} [${positional.name}]` : `${name} <${positional.name}>`;
}

/** Tells yargs what a command takes, for its help and for the shell's completion. */
export function describeCommand(of: Argv, command: Command, { isCompleting, width }: Drawing): Argv {
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

function optionOf({ group, describe, isSwitch, fallback, values }: Flag, isCompleting: boolean): Options {
  return {
    group,
    describe,
    ...(isSwitch ? { type: 'boolean' } : {}),
    ...(fallback === undefined ? {} : { defaultDescription: String(fallback) }),
    // As choices they would be checked, too, with a message that suggests nothing.
    ...(isCompleting && values !== undefined ? { choices: values() } : {}),
  };
}
