/**
 * Reads a history in any format that the harness knows, and tells the format by its content, for names of files lie.
 * To add a format: a file beside this one, a line in `decoders`, and a line in `detectFormat`.
 */
import { UserError } from '../../harness/core/errors.ts';
import type { Op } from '../op.ts';
import { suggestModel } from '../shapes.ts';
import { type Decoded, excerpt, malformed } from './decoded.ts';
import { decodeEdn } from './edn.ts';
import { decodeJepsenLog, looksLikeJepsenLog } from './jepsen-log.ts';
import { decodeJsonl } from './jsonl.ts';
import { decodePorcupineKv } from './porcupine-kv.ts';

const decoders = {
  jsonl: decodeJsonl,
  edn: decodeEdn,
  'jepsen-log': decodeJepsenLog,
  'porcupine-kv': decodePorcupineKv,
} satisfies Record<string, (text: string, file: string) => Decoded>;

export type HistoryFormat = keyof typeof decoders;
export const historyFormats = Object.keys(decoders) as readonly HistoryFormat[];

export interface DecodedHistory {
  readonly format: HistoryFormat;
  readonly history: readonly Op[];
  readonly warnings: readonly string[];
  /** The model whose vocabulary this history speaks, if there is exactly one. */
  readonly model: string | undefined;
}

export interface DecodeOptions {
  /** Told by content if not given. */
  readonly format?: HistoryFormat;
}

/** `file` is for messages alone. */
export function decodeHistory(text: string, file: string, { format }: DecodeOptions = {}): DecodedHistory {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '')
    throw malformed(file, 1, `expected a history (${historyFormats.join(', ')}), got an empty file`);
  const chosen = format ?? detectFormat(plain, file);
  const { history, warnings } = decoders[chosen](plain, file);
  if (history.length === 0) {
    throw new UserError([`${file}: expected at least one event in format ${chosen}, got none`, ...warnings].join('; '));
  }
  return { format: chosen, history, warnings, model: suggestModel(history) };
}

function detectFormat(text: string, file: string): HistoryFormat {
  if (/^\s*\{\s*"/.test(text)) return 'jsonl';
  if (/^\s*\{[^{}]*:key\b/.test(text)) return 'porcupine-kv';
  // A JSON array of objects begins like an EDN vector of maps, save for the quote.
  if (/^(?:[\s,]|;[^\n]*(?:\n|$))*(?:#[\w.]+\s*)?(?:[[(](?!\s*\{\s*"|\s*\[)|\{)/.test(text)) return 'edn';
  if (looksLikeJepsenLog(text)) return 'jepsen-log';
  const line = text.slice(0, text.search(/\S/)).split('\n').length;
  throw malformed(
    file,
    line,
    'expected a history: {"index": ...} per line (jsonl), [{:process ...} ...] (edn), "INFO jepsen.util - ..." lines ' +
      `(jepsen-log) or {:process ..., :key ...} per line (porcupine-kv); got ${excerpt(text.trim().split('\n')[0])}`,
  );
}
