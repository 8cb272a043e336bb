/** The program of a local command: a name on the PATH, or a path, which is meant from where the target file is. */
import { isAbsolute, join } from 'node:path';
import { canExecute } from '../environments/services/binaries.ts';
import { FOLDER } from './placeholders.ts';
import { fill, placeholdersIn } from './template.ts';

export const programOf = (word: string, folder: string): string => {
  const filled = fill(word, (name) => (name === FOLDER ? folder : `{{${name}}}`));
  return filled.includes('/') && !isAbsolute(filled) ? join(folder, filled) : filled;
};

/** What is wrong with it here, and what to do; undefined if nothing is, or if only a node can say which program it is. */
export function missingProgram(word: string, folder: string): string | undefined {
  const program = programOf(word, folder);
  if (placeholdersIn(program).length > 0 || canExecute(program)) return undefined;
  return program.includes('/')
    ? `${program} is not there, or may not be executed`
    : `${program} is not on the PATH: install it, or give its path`;
}
