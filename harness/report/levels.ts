/** Of registers that were not linearizable: the strongest level of consistency that held, as its checker says it. */
import type { Verdict } from '../../checkers/checker.ts';
import { heldIn } from '../../checkers/consistency/verdict.ts';
import { labelled } from './layout.ts';
import type { Canvas } from './style.ts';

export function levelLine(verdict: Verdict | undefined, canvas: Canvas): string | undefined {
  const says = verdict?.evidence?.says;
  if (typeof says !== 'string' || heldIn(verdict)?.includes('linearizable') !== false) return undefined;
  return labelled('Consistency', says, canvas);
}
