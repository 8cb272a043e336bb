/** A link to another view of the page. Opened in a new tab, it is an ordinary one. */
import type { ComponentChildren } from 'preact';
import { go } from './address.ts';
import { usePage } from './page.ts';

interface LinkProps {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly isCurrent?: boolean;
  /** It shows more of what is here: nothing is to move. */
  readonly isSamePlace?: boolean;
}

export function Link({ to, children, class: look, isCurrent = false, isSamePlace = false }: LinkProps) {
  const { address } = usePage();
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(address, to, { isSamePlace });
  };
  return (
    <a href={to} onClick={follow} class={look ?? ''} aria-current={isCurrent ? 'page' : undefined}>
      {children}
    </a>
  );
}
