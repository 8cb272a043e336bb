/**
 * Puts the package's own command into node_modules/.bin, where npm puts those of dependencies only. `npx harness` and
 * npm scripts then find it without asking a registry. On Windows, where links need rights, two small shims stand in.
 */
import { chmodSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function linkCommand(root) {
  const command = path.join(root, 'bin', 'harness.js');
  const bin = path.join(root, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(path.join(bin, 'harness.cmd'), '@node "%~dp0\\..\\..\\bin\\harness.js" %*\r\n');
    // For shells such as Git Bash.
    writeFileSync(path.join(bin, 'harness'), '#!/bin/sh\nexec node "$(dirname "$0")/../../bin/harness.js" "$@"\n');
    return;
  }
  chmodSync(command, 0o755);
  const link = path.join(bin, 'harness');
  const target = path.relative(bin, command);
  if (linkTarget(link) === target) return;
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

function linkTarget(link) {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(link) : undefined;
}
