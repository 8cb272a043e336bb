/** Machine paths: a repository is to work, and to read well, wherever it is checked out. */
import type { Complaint } from './imports.support.ts';
import type { TextFile } from './source.support.ts';

/** Home directories and the like. Recorded histories of others, and licences, say what they say. */
const MACHINE_PATH = /(?<![\w.~-])(?:\/(?:home|Users|root|work)\/[\w.-]|[A-Z]:\\Users\\)/;
const QUOTED = /\/fixtures\/|^LICENSE$/;

export function machinePaths(files: readonly TextFile[]): Complaint[] {
  return files
    .filter(({ path }) => !QUOTED.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const found = MACHINE_PATH.exec(line);
        return found === null ? [] : [{ path, line: index + 1, message: `names a path of a machine: ${found[0]}` }];
      }),
    );
}
