/**
 * The log of a Jepsen run, `INFO  jepsen.util - 0<tab>:invoke<tab>:read<tab>nil`, as in Porcupine's test data of etcd:
 * one compare-and-set register, nil at first. Other lines of the log are passed over. Completions mean what Porcupine
 * takes them to mean: a failed cas saw another value, a failed read did not happen, and what timed out with `:info`
 * stays open.
 */
import { type Decoded, excerpt, malformed } from './decoded.ts';
import { type Edn, errorText, isType, parseEdn, type RawEvent } from './edn-events.ts';
import { importHistory } from './importer.ts';
import { etcdRegister } from './spellings/register.ts';

/** Anything that jepsen.util says of a process, whether or not it can be read. */
const opLine = /\bjepsen\.util\s+(?:-\s+)?(:nemesis|\d+)\s+:(\S+)\s+:(\S+)(?:\s+(.*))?$/;

/** Does the text have a line of such a log? */
export function looksLikeJepsenLog(text: string): boolean {
  return /\bjepsen\.util\s+(?:-\s+)?(?::nemesis|\d+)\s+:/.test(text);
}

export function decodeJepsenLog(text: string, file: string): Decoded {
  const events: RawEvent[] = [];
  for (const [at, content] of text.split(/\r?\n/).entries()) {
    const event = eventOf(content, at + 1, file);
    if (event !== undefined) events.push(event);
  }
  return importHistory(events, file, [etcdRegister]);
}

function eventOf(text: string, line: number, file: string): RawEvent | undefined {
  const [, process, type, f, rest] = opLine.exec(text) ?? [];
  if (f === undefined) {
    if (!looksLikeJepsenLog(text)) return undefined;
    throw malformed(file, line, `expected PROCESS :TYPE :F VALUE behind jepsen.util, got ${excerpt(text)}`);
  }
  // The nemesis speaks in sentences, and says nothing that the register could see.
  if (process === ':nemesis') return undefined;
  if (!isType(type)) throw malformed(file, line, `expected one of :invoke, :ok, :fail, :info, got :${type}`);
  const [value, error] = valuesOf(rest ?? '', line, file);
  return {
    line,
    process: Number(process),
    type,
    f,
    value,
    ...(error === undefined ? {} : { error: errorText(error) }),
  };
}

/** The value, and behind it the error, if the log has one. */
function valuesOf(text: string, line: number, file: string): Edn[] {
  try {
    const values = parseEdn(`[${text}]`);
    if (Array.isArray(values) && values.length > 0) return values;
  } catch {
    // Told below, with file and line.
  }
  throw malformed(file, line, `expected a value in EDN, got ${excerpt(text)}`);
}
