/**
 * Turns the events of a foreign history into a history of ours: numbers them, gives every completion the input of its
 * invocation, and lets a spelling translate the values. Histories of others are taken as they are meant rather than
 * refused on form: a process that goes on after an unknown outcome gets a fresh number, and where the clock runs
 * backwards (Jepsen took times before it put events in order) the order of the file counts. Histories that contradict
 * themselves are refused.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Op, Process } from '../op.ts';
import { type Decoded, HistoryReader, malformed } from './decoded.ts';
import { errorText, type RawEvent, toJson } from './edn-events.ts';
import { type Completion, Misspelled, type Spelling } from './spelling.ts';

export function importHistory(events: readonly RawEvent[], file: string, spellings: readonly Spelling[]): Decoded {
  const warnings: string[] = [];
  const times = timesOf(events, file, warnings);
  const processes = new Renumbering(events);
  const inputs = new Map<Process, Json>();
  const reader = new HistoryReader(file);
  events.forEach((event, index) => {
    const time = times[index] ?? index;
    const { f, type, line } = event;
    if (event.process === 'nemesis') {
      // Some versions of Jepsen let the nemesis invoke, too; what it does is never known to have an end.
      reader.append({ index, time, process: 'nemesis', type: 'info', f, value: toJson(event.value) }, line);
      return;
    }
    const process = processes.of(event.process, type);
    const spelling = spellings.find(({ fs }) => fs.includes(f));
    if (spelling === undefined) {
      const known = spellings.flatMap(({ fs }) => fs).join(', ');
      throw malformed(file, line, `expected :f to be one of ${known}, got ${f}`);
    }
    try {
      if (type === 'invoke') {
        const value = spelling.input(event);
        reader.append({ index, time, process, type, f, value }, line);
        inputs.set(process, value);
      } else {
        const input = inputs.get(process) ?? null;
        const completion = complete(event, input, spelling);
        const op: Op =
          completion.type === 'ok'
            ? { index, time, process, type: 'ok', f, value: completion.value }
            : { index, time, process, type: completion.type, f, value: input, ...because(completion.error) };
        reader.append(op, line);
      }
    } catch (error) {
      if (error instanceof Misspelled) throw malformed(file, line, `${type} ${f}: expected ${error.message}`);
      throw error;
    }
  });
  return { history: reader.history, warnings };
}

function complete(event: RawEvent, input: Json, spelling: Spelling): Completion {
  if (event.type === 'ok') return spelling.ok(event, input);
  const meant = event.type === 'fail' ? spelling.fail?.(event, input) : undefined;
  if (meant !== undefined) return meant;
  const error = event.error ?? reasonInValue(event, input, spelling);
  return { type: event.type === 'info' ? 'info' : 'fail', ...because(error) };
}

function because(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error };
}

/** Jepsen of old put the reason (`:timed-out`) where the value was. */
function reasonInValue(event: RawEvent, input: Json, spelling: Spelling): string | undefined {
  if (typeof event.value !== 'string') return undefined;
  try {
    if (JSON.stringify(spelling.input(event)) === JSON.stringify(input) && event.f !== 'read') return undefined;
  } catch {
    // It is no value of this function, so it is a reason.
  }
  return errorText(event.value);
}

/** Without times, or with times that run backwards, the position in the file is the clock. */
function timesOf(events: readonly RawEvent[], file: string, warnings: string[]): readonly number[] {
  const times: number[] = [];
  let backwards: RawEvent | undefined;
  let before = 0;
  for (const event of events) {
    if (event.time === undefined) return events.map((_, index) => index);
    if (event.time < before) backwards ??= event;
    before = event.time;
    times.push(event.time);
  }
  if (backwards === undefined) return times;
  warnings.push(
    `${file}:${backwards.line}: times run backwards here; kept the order of the file and moved times up to fit it`,
  );
  // Strictly up: at equal times calls would rank before returns, against the order of the file.
  let last = -1;
  return times.map((time) => {
    last = Math.max(time, last + 1);
    return last;
  });
}

/** Gives the processes that invoke again, although their last operation never ended, numbers of their own. */
class Renumbering {
  readonly #current = new Map<number, number>();
  readonly #unknown = new Set<number>();
  #next = 0;

  constructor(events: readonly RawEvent[]) {
    for (const { process } of events) if (typeof process === 'number') this.#next = Math.max(this.#next, process + 1);
  }

  of(process: number, type: RawEvent['type']): number {
    if (type === 'invoke' && this.#unknown.delete(process)) this.#current.set(process, this.#next++);
    if (type === 'info') this.#unknown.add(process);
    return this.#current.get(process) ?? process;
  }
}
