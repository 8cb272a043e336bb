/**
 * What pointers do on a plot: one that moves takes the time along, two stretch it, the wheel stretches it with Ctrl (as
 * trackpads say when fingers are spread) and moves it sideways, a tap names a place. Vertical scrolling stays the page's.
 */
import type { TimeWindow } from './time-window.ts';

export type Tap = (x: number, y: number) => void;

const TAP_PIXELS = 5;
const WHEEL_ZOOM = 0.01;

/** Returns what takes them off again. */
export function attachGestures(area: HTMLElement, view: TimeWindow, tap: Tap): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  let start: { x: number; y: number } | undefined;
  const width = (): number => Math.max(1, area.clientWidth);
  const timeAt = (clientX: number): number => {
    const share = (clientX - area.getBoundingClientRect().left) / width();
    return view.min + share * (view.max - view.min);
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || event.shiftKey) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    start = pointers.size === 1 ? { x: event.clientX, y: event.clientY } : undefined;
  };
  const move = (event: PointerEvent): void => {
    const last = pointers.get(event.pointerId);
    if (last === undefined) return;
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    if (other !== undefined) {
      const [before, now] = [Math.abs(last.x - other.x), Math.abs(event.clientX - other.x)];
      if (before > 1 && now > 1) view.zoom(before / now, timeAt((event.clientX + other.x) / 2));
    } else if (start === undefined || Math.abs(event.clientX - start.x) > TAP_PIXELS) {
      // A press that has not moved yet may still be a tap; capturing it would keep it from the page.
      if (start !== undefined) area.setPointerCapture(event.pointerId);
      start = undefined;
      view.pan((last.x - event.clientX) / width());
    } else return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const up = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (start === undefined || event.type !== 'pointerup') return;
    start = undefined;
    const { left, top } = area.getBoundingClientRect();
    tap(event.clientX - left, event.clientY - top);
  };
  const wheel = (event: WheelEvent): void => {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) view.zoom(Math.exp(event.deltaY * WHEEL_ZOOM), timeAt(event.clientX));
    else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) view.pan(sideways / width());
    else return;
    event.preventDefault();
  };
  const double = (event: MouseEvent): void => view.zoom(1 / 4, timeAt(event.clientX));

  const off = new AbortController();
  const { signal } = off;
  area.addEventListener('pointerdown', down, { signal });
  area.addEventListener('pointermove', move, { signal });
  area.addEventListener('pointerup', up, { signal });
  area.addEventListener('pointercancel', up, { signal });
  area.addEventListener('wheel', wheel, { signal, passive: false });
  area.addEventListener('dblclick', double, { signal });
  return () => off.abort();
}
