/** A hash of elements, FNV-1a with a stronger end. Nothing but speed may depend on it: unlike elements can have equal ones. */
import type { Element } from '../../../histories/ops/set.ts';

export function hashOf(element: Element): number {
  const text = String(element);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}
