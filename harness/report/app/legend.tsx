/** What the colours of a plot stand for, above it. A swatch is a class of the style sheet. */

export function Legend({ entries }: { readonly entries: readonly (readonly [swatch: string, name: string])[] }) {
  return (
    <ul class="legend">
      {entries.map(([swatch, name]) => (
        <li key={name}>
          <span class={`swatch ${swatch}`} /> {name}
        </li>
      ))}
    </ul>
  );
}
