/** A command line, and a button that copies it. A page on the disk may have no clipboard; selecting the text always works. */
import { Fragment } from 'preact';
import { useRef, useState } from 'preact/hooks';

export function Command({ line, what }: { readonly line: string; readonly what: string }) {
  const [said, setSaid] = useState('');
  const code = useRef<HTMLElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(line);
      setSaid('Copied.');
    } catch {
      if (code.current !== null) getSelection()?.selectAllChildren(code.current);
      setSaid('Selected: copy it with Ctrl+C.');
    }
  };
  return (
    <div class="command">
      <code ref={code}>
        {line.split(/ (?=--)/).map((part, at) => (
          <Fragment key={part}>
            {at > 0 && ' '}
            <span>{part}</span>
          </Fragment>
        ))}
      </code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy: ${what}`}>
        Copy
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
