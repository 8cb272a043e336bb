/**
 * Histories in Jepsen's EDN: history.edn of a Jepsen run, and the test data of Knossos. Reads registers (`read`,
 * `write`, `cas`, with or without independent keys), transactions over registers, and maps of strings; how each is
 * meant stands with its spelling. `:index` is not needed and not believed: events are numbered in the order of the file.
 */
import type { Decoded } from './decoded.ts';
import { rawEvent } from './edn-events.ts';
import { ednMaps } from './edn-forms.ts';
import { importHistory } from './importer.ts';
import { porcupineKv } from './spellings/kv.ts';
import { knossosMultiRegister } from './spellings/multi-register.ts';
import { knossosRegister } from './spellings/register.ts';

export function decodeEdn(text: string, file: string): Decoded {
  const events = ednMaps(text, file).map((form) => rawEvent(form, file));
  return importHistory(events, file, [knossosRegister, knossosMultiRegister, porcupineKv]);
}
