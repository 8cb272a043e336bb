/**
 * `report.html`: one file for a run, which opens from the disk and needs no network. This side reads a run and packs what the
 * page (../app) draws. Whatever a run lacks (a history, results, messages) the report is made without, and says so.
 */
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type OpenedRun, reportFile } from '../../../histories/index.ts';
import { writeFileAtomically } from '../../../histories/runs/json-file.ts';
import type { Block } from './data.ts';
import { gathered } from './gather.ts';
import { packMessages } from './messages.ts';
import { packOperations } from './operations.ts';
import { pageWith } from './template.ts';

/** Writes the report of a run beside its history, or where it is told to, and says where it is. */
export function writeReport(run: OpenedRun, path = join(run.path, reportFile)): string {
  writeFileAtomically(path, reportHtml(run));
  return path;
}

/** What all data may take in the file: with the page itself it is then below 2 MB. */
const ROOM_BYTES = 1_200_000;
/** Coarser times where the finer ones would take too much room. */
const UNITS_NS = [1_000, 10_000, 100_000];
const LEVEL = 6;

export function reportHtml(run: OpenedRun): string {
  const { report, history, messages } = gathered(run);
  const concurrency = typeof report.plan.concurrency === 'number' ? report.plan.concurrency : 64;
  const packed = history.length === 0 ? undefined : smallEnough(history, concurrency);
  const taken = packed === undefined ? 0 : packed.operations.length + packed.values.length;
  const { window } = report.story;
  const middleNs = window === undefined ? 0 : (window.fromNs + window.toNs) / 2;
  const room = Math.max(ROOM_BYTES - taken, ROOM_BYTES / 16);
  const packedMessages = messages && packMessages(messages, middleNs, room);
  const blocks: { readonly [block in Block]: Uint8Array } = {
    report: compressed(
      new TextEncoder().encode(
        JSON.stringify({ ...report, operations: packed?.head, messages: packedMessages?.head } satisfies typeof report),
      ),
    ),
    operations: packed?.operations ?? NOTHING,
    values: packed?.values ?? NOTHING,
    messages: packedMessages?.bytes ?? NOTHING,
  };
  return pageWith(blocks);
}

const NOTHING = new Uint8Array();

/** The operations with the finest times that leave room, or the coarsest. */
function smallEnough(history: Parameters<typeof packOperations>[0], concurrency: number) {
  const [finest, ...coarser] = UNITS_NS.map((unitNs) => () => {
    const { head, operations, values } = packOperations(history, unitNs, concurrency);
    return { head, operations: compressed(operations), values: compressed(values) };
  });
  if (finest === undefined) throw new Error('no unit of time');
  let packed = finest();
  for (const pack of coarser) {
    if (packed.operations.length + packed.values.length <= ROOM_BYTES) break;
    packed = pack();
  }
  return packed;
}

const compressed = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: LEVEL });
