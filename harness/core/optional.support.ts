/**
 * Suites that need what not every machine has: a browser, namespaces, an engine for containers. Where it is missing they are skipped,
 * which the report shows with the reason; where HARNESS_REQUIRE names them (as CI does), missing it is a failure.
 */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What HARNESS_REQUIRE may list, separated by commas. */
export type OptionalSuite = 'browser' | 'docker' | 'local';

/** The first of these programs that is on the PATH; undefined if none is and the suite may be skipped. */
export function programFor(suite: OptionalSuite, names: readonly string[]): string | undefined {
  const found = names.flatMap(onPath)[0];
  if (found === undefined && isRequired(suite)) {
    throw new Error(`HARNESS_REQUIRE asks for ${suite}, but none of ${names.join(', ')} is on the PATH`);
  }
  return found;
}

/** Why the suite is to be skipped; undefined if it can run. Where it must run, the reason is an error. */
export function reasonToSkip(suite: OptionalSuite, missing: string | undefined): string | undefined {
  if (missing !== undefined && isRequired(suite)) {
    throw new Error(`HARNESS_REQUIRE asks for ${suite}, but: ${missing}`);
  }
  return missing;
}

export function isRequired(suite: OptionalSuite): boolean {
  return (process.env.HARNESS_REQUIRE ?? '').split(',').includes(suite);
}

function onPath(name: string): readonly string[] {
  const places = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return places.filter(isExecutable).slice(0, 1);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
