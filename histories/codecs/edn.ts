/**
 * Histories in Jepsen's EDN: history.edn of a Jepsen run, and the test data of Knossos. Reads registers (`read`,
 * `write`, `cas`), transactions over registers, maps of strings, queues, counters, sets that grow and locks, most of them
 * with or without independent keys; how each is meant stands with its spelling. `:index` is not needed and not believed: events are numbered in the order of the file.
 */
import type { Decoded } from './decoded.ts';
import { type RawEvent, rawEvent } from './edn-events.ts';
import { ednMaps } from './edn-forms.ts';
import { importHistory } from './importer.ts';
import type { Spelling } from './spelling.ts';
import { additionsIn } from './spellings/additions.ts';
import { isKv, porcupineKv } from './spellings/kv.ts';
import { knossosLock } from './spellings/lock.ts';
import { knossosMultiRegister } from './spellings/multi-register.ts';
import { isPlain, plainValues } from './spellings/plain.ts';
import { jepsenQueue } from './spellings/queue.ts';
import { knossosRegister } from './spellings/register.ts';

export function decodeEdn(text: string, file: string): Decoded {
  const events = ednMaps(text, file).map((form) => rawEvent(form, file));
  const spellings = [...shared(events), knossosMultiRegister, jepsenQueue, knossosLock];
  const known = spellings.flatMap(({ fs }) => fs);
  return importHistory(events, file, isPlain(events, known) ? [plainValues(events)] : spellings);
}

/** Registers and counters are both read, registers and maps both swapped: which is meant shows in the other operations. */
function shared(events: readonly RawEvent[]): readonly Spelling[] {
  if (events.some(({ f }) => f === 'add')) return [additionsIn(events), porcupineKv];
  return isKv(events) ? [porcupineKv, knossosRegister] : [knossosRegister, porcupineKv];
}
