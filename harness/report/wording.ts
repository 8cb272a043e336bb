/**
 * Numbers, durations and counts as people read them: grouped by thousands, three significant digits, a unit that fits.
 */
const grouped = new Intl.NumberFormat('en-US');

export const number = (n: number): string => grouped.format(n);

/** `1 run`, `2 runs`, `2 entries`: the noun is given in the plural. */
export function count(n: number, plural: string): string {
  return `${number(n)} ${n === 1 ? singular(plural) : plural}`;
}

/** Of the first word: `messages dropped` is `message dropped`. */
function singular(plural: string): string {
  const [noun = '', ...rest] = plural.split(' ');
  return [noun.replace(/ies$/, 'y').replace(/(?<!s)s$/, ''), ...rest].join(' ');
}

/** `0.42 ms`, `12.3 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${milliseconds(ms)} ms`;
  if (ms < 99_950) return `${trimmed(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function milliseconds(ms: number): string {
  if (ms >= 99.95) return number(Math.round(ms));
  return ms >= 9.995 ? ms.toFixed(1) : ms.toFixed(2);
}

/** In seconds whatever the size, for columns that are compared. */
export function seconds(ms: number): string {
  if (ms >= 99_950) return `${number(Math.round(ms / 1000))} s`;
  return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
}

/** At most so many decimals, no zeros at the end. */
export function trimmed(n: number, decimals: number): string {
  return String(Number(n.toFixed(decimals)));
}

/** How many times as fast as real time. */
export function speed(virtualMs: number, wallMs: number): string {
  const ratio = virtualMs / Math.max(wallMs, 1);
  return `${number(ratio < 10 ? Number(ratio.toFixed(1)) : Math.round(ratio))} times`;
}

/** `leadersDeposed: 3` reads `3 leaders deposed`, `highestTerm: 9` reads `highest term 9`. */
export function counter(name: string, n: number): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return /^(?:highest|lowest|longest) /.test(words) ? `${words} ${number(n)}` : count(n, words);
}
