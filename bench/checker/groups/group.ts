/** The contract of the groups of rows that `npm run bench checker` knows. */
import type { Lab } from '../lab.ts';
import type { Row } from '../row.ts';

export interface Group {
  readonly title: string;
  run(lab: Lab): Promise<Findings>;
}

export interface Findings {
  readonly rows: readonly Row[];
  /** What to know beside the figures, such as what was left out. */
  readonly notes?: readonly string[];
  /** Drawn already, for what does not fit into rows. */
  readonly blocks?: readonly string[];
}
