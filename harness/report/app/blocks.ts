/**
 * The data in this page: blocks of compressed bytes in base64, each in an element of its own, read once and when it is
 * first asked for.
 */
import { decodeMessages, type MessageLog } from '../../../histories/codecs/messages.ts';
import { type Block, elementOf, type OperationsHead, type Report } from '../html/data.ts';
import { type Operations, type OperationValues, readOperations, readValues } from '../html/operations.ts';

/** A run as the page has it. */
export interface Run {
  readonly report: Report;
  readonly operations: Operations | undefined;
  /** What went in and out of operations; undefined without a history. */
  values(): Promise<OperationValues | undefined>;
  /** Undefined where no messages were kept. */
  messages(): Promise<MessageLog | undefined>;
}

export async function readRun(): Promise<Run> {
  const report = JSON.parse(new TextDecoder().decode(await inflated('report'))) as Report;
  const head = report.operations;
  return {
    report,
    operations: head && readOperations(await inflated('operations'), head, report.endNs),
    values: once(async () => head && valuesOf(head)),
    messages: once(async () => report.messages && messagesOf(report.messages.unitNs)),
  };
}

const valuesOf = async (head: OperationsHead): Promise<OperationValues> => readValues(await inflated('values'), head);

async function messagesOf(unitNs: number): Promise<MessageLog> {
  const log = decodeMessages(await inflated('messages'), 'the messages of this report');
  const inNs = (units: Float64Array): Float64Array => units.map((time) => time * unitNs);
  return {
    ...log,
    sentNs: inNs(log.sentNs),
    endNs: inNs(log.endNs),
    duplicates: log.duplicates.map(({ message, timeNs }) => ({ message, timeNs: timeNs * unitNs })),
  };
}

async function inflated(block: Block): Promise<Uint8Array> {
  const text = document.getElementById(elementOf(block))?.textContent ?? '';
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
