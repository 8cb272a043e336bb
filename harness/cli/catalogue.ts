/** Everything that has a name, gathered from the maps that define it. */
import { checkers } from '../../checkers/index.ts';
import { models } from '../../checkers/models/index.ts';
import { nemeses } from '../../nemesis/index.ts';
import type { NemesisFamily } from '../../nemesis/nemesis.ts';
import { targets } from '../../targets/index.ts';
import { environments } from '../environments/index.ts';
import { targetNamed } from '../names.ts';
import type { CatalogueItem } from '../report/catalogue.ts';
import { workloads } from '../workloads/index.ts';

export type Kind = () => readonly CatalogueItem[];

export const kinds: { readonly [name: string]: Kind } = {
  targets: () => Object.keys(targets).map(targetItem),
  environments: () => summaries(environments),
  workloads: () => summaries(workloads),
  nemeses: () =>
    Object.entries<NemesisFamily>(nemeses).map(([name, { summary, shapes }]) => ({ name, summary, shapes })),
  checkers: () => summaries(checkers),
  models: () => summaries(models),
  bugs: () =>
    Object.values(targets).flatMap((target) =>
      target.bugs.map(({ name, rule }) => ({ name, target: target.name, rule })),
    ),
  claims: () =>
    Object.keys(targets).flatMap((target) =>
      (targetNamed(target).claims ?? []).map(({ name, claim, expect }) => ({
        name,
        target,
        claim,
        expected: expect.verdict,
      })),
    ),
};

function targetItem(target: string): CatalogueItem {
  const { name, summary, workloads, settings = {} } = targetNamed(target);
  return { name, summary, workloads, settings };
}

function summaries(named: { readonly [name: string]: { readonly summary: string } }): readonly CatalogueItem[] {
  return Object.entries(named).map(([name, { summary }]) => ({ name, summary }));
}
