/** Programs on a search path: the places where one of a name would be, and whether there is one that may be run. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

export function placesOf(program: string, searchPath: string): readonly string[] {
  return searchPath.split(path.delimiter).map((folder) => path.join(folder, program));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return isFile(file);
  } catch {
    return false;
  }
}

/** Folders may be "executed", too. */
export const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
