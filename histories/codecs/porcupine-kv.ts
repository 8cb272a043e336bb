/**
 * The test data of Porcupine's key-value store: one map a line, `{:process 0, :type :invoke, :f :get, :key "7",
 * :value nil}`, over string keys that read as the empty string at first. Nothing but a map's operations is taken.
 */
import type { Decoded } from './decoded.ts';
import { rawEvent } from './edn-events.ts';
import { ednMaps } from './edn-forms.ts';
import { importHistory } from './importer.ts';
import { porcupineKv } from './spellings/kv.ts';

export function decodePorcupineKv(text: string, file: string): Decoded {
  const events = ednMaps(text, file).map((form) => rawEvent(form, file));
  return importHistory(events, file, [porcupineKv]);
}
