/** What stands beside the pointer: the first line says of what, and the others what is there. */
import { type Store, useStore } from './store.ts';

export interface Tip {
  readonly clientX: number;
  readonly clientY: number;
  readonly lines: readonly string[];
}

const TIP_GAP = 14;
const TIP_WIDTH = 320;

export function TipBox({ tip }: { readonly tip: Store<Tip | undefined> }) {
  const shown = useStore(tip);
  if (shown === undefined) return null;
  const { clientX, clientY, lines } = shown;
  const left = Math.max(4, Math.min(clientX + TIP_GAP, innerWidth - TIP_WIDTH - 4));
  const isLow = clientY > innerHeight * 0.7;
  const place = isLow ? { bottom: `${innerHeight - clientY + TIP_GAP}px` } : { top: `${clientY + TIP_GAP}px` };
  const [title, ...rest] = lines;
  return (
    <div class="tip" role="tooltip" style={{ left: `${left}px`, ...place }}>
      <strong>{title}</strong>
      {rest.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
