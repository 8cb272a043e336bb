/**
 * The messages of a stretch of time, as Lamport drew them: a row for each node and client, a line from where and when a
 * message was sent to where and when it arrived. One that was dropped ends in a cross. There has to be room for them: of a
 * long stretch only those that were dropped are drawn.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { FATES, type MessageLog } from '../../../histories/codecs/messages.ts';
import { nsToSeconds, secondsToNs } from '../../core/time.ts';
import { Arrows } from './arrows.ts';
import { type Page, usePage } from './page.ts';
import { Plot, type PlotSpec, timeOf, xOf } from './plot.tsx';
import { NO_LINES, rowAxis, rowGeometry, rowScale } from './row-plot.tsx';
import { useLater } from './store.ts';
import { count, instant, lengthOf } from './words.ts';

const TALLEST = 560;
const AXIS_HEIGHT = 36;
/** More lines than this are a grey area. */
const MOST_DRAWN = 1_500;
const READABLE = 250;
const REACH_PIXELS = 8;

export function Diagram() {
  const { run } = usePage();
  const log = useLater(run.messages);
  if (run.report.messages === undefined)
    return <p class="empty">No messages were kept: only simulated runs keep them.</p>;
  return log === undefined ? <p class="loading">Reading the messages.</p> : <Messages log={log} />;
}

function Messages({ log }: { readonly log: MessageLog }) {
  const page = usePage();
  const [hasClients, setHasClients] = useState(true);
  const rows = useMemo(() => rowsOf(log, page, hasClients), [log, page, hasClients]);
  const spec = useMemo(() => diagramSpec(log, rows), [log, rows]);
  const pitch = pitchOf(rows);
  return (
    <>
      <div class="toolbar">
        <Zoomer log={log} />
        <label>
          <input type="checkbox" checked={hasClients} onChange={() => setHasClients(!hasClients)} /> with clients
        </label>
      </div>
      <ul class="legend">
        {log.names.map((name, at) => (
          <li key={name}>
            <span class={`swatch kind-${at % 8}`} /> {name === '' ? 'message' : name}
          </li>
        ))}
        <li>
          <span class="swatch dropped" /> dropped ✕
        </li>
      </ul>
      <Plot label="Messages between nodes and clients" height={rows.labels.length * pitch + AXIS_HEIGHT} spec={spec} />
    </>
  );
}

/** How many there are to see, and the way to where they can be told apart. */
function Zoomer({ log }: { readonly log: MessageLog }) {
  const { run, view } = usePage();
  const [, redraw] = useState(0);
  useEffect(() => view.subscribe(() => redraw((n) => n + 1)), [view]);
  const head = run.report.messages;
  const [from, to] = sentWithin(log, view);
  const isPart = head !== undefined && head.count < head.of;
  const zoomIn = (): void => {
    const middle = lowerBound(log.sentNs, secondsToNs((view.min + view.max) / 2));
    const half = Math.floor(0.4 * READABLE);
    const at = (place: number): number => nsToSeconds(log.sentNs[Math.min(Math.max(place, 0), log.count - 1)] ?? 0);
    view.show(at(middle - half), at(middle + half));
  };
  return (
    <>
      <span role="status">
        {count(to - from, 'messages')} in this time
        {to - from > MOST_DRAWN ? ': too many to draw, so only those that were dropped are shown.' : '.'}
        {isPart &&
          ` Of ${count(head.of, 'messages')} those from ${instant(head.fromNs)} to ${instant(head.toNs)} are here.`}
      </span>
      {to - from > READABLE && (
        <button type="button" onClick={zoomIn}>
          Zoom in until they can be read
        </button>
      )}
    </>
  );
}

interface Rows {
  readonly labels: readonly string[];
  /** The row of each endpoint; -1 for those without. */
  readonly of: Int16Array;
}

/** Nodes, then client threads: a client whose operation was cut off goes on under another name. */
function rowsOf({ endpoints }: MessageLog, { run }: Page, hasClients: boolean): Rows {
  const threads = run.operations?.rows ?? 1;
  const labelOf = (name: string): string => {
    const [, process] = /^c(\d+)$/.exec(name) ?? [];
    return process === undefined ? name : `client ${Number(process) % threads}`;
  };
  const isClient = (label: string): boolean => label.startsWith('client ');
  const labels = [...new Set(endpoints.map(labelOf))]
    .filter((label) => hasClients || !isClient(label))
    .sort((a, b) => Number(isClient(a)) - Number(isClient(b)) || a.localeCompare(b, 'en', { numeric: true }));
  return { labels, of: Int16Array.from(endpoints, (name) => labels.indexOf(labelOf(name))) };
}

const pitchOf = ({ labels }: Rows): number => Math.min(44, Math.max(14, TALLEST / Math.max(1, labels.length)));

function diagramSpec(log: MessageLog, rows: Rows): PlotSpec {
  const arrows = new Arrows();
  return {
    ...NO_LINES,
    y: rowScale(rows.labels.length),
    yAxis: () => rowAxis(rows.labels, pitchOf(rows)),
    draw(u, colours) {
      const { top, height, pixelRatio } = rowGeometry(u, rows.labels.length);
      const x = xOf(u);
      const y = (endpoint: number): number => top(rows.of[endpoint] ?? 0) + height / 2;
      u.ctx.strokeStyle = colours.grid;
      u.ctx.lineWidth = pixelRatio;
      u.ctx.beginPath();
      for (let row = 0; row < rows.labels.length; row++) {
        u.ctx.moveTo(u.bbox.left, top(row) + height / 2);
        u.ctx.lineTo(u.bbox.left + u.bbox.width, top(row) + height / 2);
      }
      u.ctx.stroke();
      const [first, to] = sentWithin(log, timeOf(u));
      const isCrowded = to - first > MOST_DRAWN;
      const [from] = rangeOf(log, timeOf(u));
      arrows.clear();
      for (let message = from; message < to; message++) {
        const fate = FATES[log.fate[message] ?? 0] ?? 'in flight';
        const isDropped = fate === 'cut' || fate === 'loss' || fate === 'nobody';
        if (isCrowded && !isDropped) continue;
        const [sender, receiver] = [log.from[message] ?? 0, log.to[message] ?? 0];
        if ((rows.of[sender] ?? -1) < 0 || (rows.of[receiver] ?? -1) < 0) continue;
        const sentX = x(nsToSeconds(log.sentNs[message] ?? 0));
        const endX = fate === 'in flight' ? u.bbox.left + u.bbox.width : x(nsToSeconds(log.endNs[message] ?? 0));
        const end = { x: Math.max(endX, sentX), y: y(receiver) };
        arrows.add({ message, kind: log.name[message] ?? 0, fate, start: { x: sentX, y: y(sender) }, end });
      }
      for (const { message, timeNs } of log.duplicates) {
        if (message < from || message >= to || isCrowded) continue;
        const [sender, receiver] = [log.from[message] ?? 0, log.to[message] ?? 0];
        if ((rows.of[sender] ?? -1) < 0 || (rows.of[receiver] ?? -1) < 0) continue;
        const start = { x: x(nsToSeconds(log.sentNs[message] ?? 0)), y: y(sender) };
        const end = { x: x(nsToSeconds(timeNs)), y: y(receiver) };
        arrows.add({ message, kind: log.name[message] ?? 0, fate: 'delivered', start, end });
      }
      arrows.draw(u.ctx, colours, pixelRatio);
    },
    hover(u, x, y) {
      const message = arrows.at(canvasX(u, x), canvasY(u, y), REACH_PIXELS * devicePixelRatio);
      return message === undefined ? undefined : messageLines(log, message);
    },
  };
}

const canvasX = ({ bbox }: uPlot, x: number): number => bbox.left + x * devicePixelRatio;
const canvasY = ({ bbox }: uPlot, y: number): number => bbox.top + y * devicePixelRatio;

const FATE_WORDS = {
  delivered: 'arrived',
  'in flight': 'was still on its way when the run ended',
  cut: 'was dropped: the link was cut',
  loss: 'was lost on a bad link',
  nobody: 'was dropped: nobody was there to take it',
} as const;

function messageLines(log: MessageLog, message: number): readonly string[] {
  const [sent, end] = [log.sentNs[message] ?? 0, log.endNs[message] ?? 0];
  const name = log.names[log.name[message] ?? 0];
  const fate = FATES[log.fate[message] ?? 0] ?? 'in flight';
  return [
    `${name === '' || name === undefined ? 'message' : name}, ${log.endpoints[log.from[message] ?? 0]} to ${log.endpoints[log.to[message] ?? 0]}`,
    `sent at ${instant(sent)}`,
    fate === 'delivered' ? `arrived at ${instant(end)}, after ${lengthOf(sent, end)}` : FATE_WORDS[fate],
  ];
}

function sentWithin(log: MessageLog, { min, max }: { min: number; max: number }): [from: number, to: number] {
  return [lowerBound(log.sentNs, secondsToNs(min)), lowerBound(log.sentNs, secondsToNs(max))];
}

/** Messages that touch this time, as places in the log, but for those on their way for very long. */
function rangeOf(log: MessageLog, { min, max }: { min: number; max: number }): [from: number, to: number] {
  return sentWithin(log, { min: min - 0.5 * (max - min), max });
}

function lowerBound(times: Float64Array, ns: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}
