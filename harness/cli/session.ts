/** Makes the session of a command: whether to colour, how wide lines may be, and who gets to read what. */
import { styleOf } from '../report/style.ts';
import type { Session } from './command.ts';
import type { Io } from './io.ts';

/** Longer lines read badly, and without a terminal nobody knows how long they may be. */
const WIDEST = 80;
const NARROWEST = 40;

export function sessionOf(io: Io, options: { readonly isJson: boolean; readonly isPlain: boolean }): Session {
  const { isJson, isPlain } = options;
  return {
    io,
    isJson,
    style: styleOf(!isPlain && isColoured(io)),
    width: widthOf(io),
    print: (text) => {
      if (!isJson) io.stdout.write(`${text}\n`);
    },
    printJson: (value) => {
      if (isJson) io.stdout.write(`${JSON.stringify(value)}\n`);
    },
    warn: (text) => io.stderr.write(`${text}\n`),
  };
}

/** COLUMNS counts where it is exported, for shells keep it to themselves unless somebody means it. */
export function widthOf({ env, stdout }: Io): number {
  const columns = /^[1-9]\d*$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : stdout.columns;
  return Math.min(WIDEST, Math.max(NARROWEST, columns ?? WIDEST));
}

/** NO_COLOR counts unless it is empty (no-color.org); FORCE_COLOR is for CI logs that understand colours. */
function isColoured({ env, stdout }: Io): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return stdout.isTTY && env.TERM !== 'dumb';
}
