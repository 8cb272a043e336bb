/** `harness list`: what there is to choose from, by kind, each with a line about it. */
import type { Json } from '../../core/json.ts';
import { lookUp } from '../../names.ts';
import { type CatalogueItem, catalogue } from '../../report/catalogue.ts';
import { type Kind, kinds } from '../catalogue.ts';
import type { Command } from '../command.ts';
import { OUTPUT_FLAGS } from '../flag.ts';

export const list: Command = {
  name: 'list',
  summary: 'List targets, environments, workloads, nemeses, checkers, models, bugs or claims',
  positional: {
    name: 'kind',
    describe: `One of ${Object.keys(kinds).join(', ')}; otherwise all`,
    values: () => Object.keys(kinds),
  },
  flags: OUTPUT_FLAGS,
  examples: [
    ['nemeses', 'What --nemesis takes, with shapes'],
    ['bugs --json', 'For machines'],
  ],
  async run({ positional }, session) {
    const named =
      positional === undefined
        ? Object.entries(kinds)
        : [[positional, lookUp<Kind>('kind', kinds, positional)] as const];
    const lists: { [kind: string]: readonly CatalogueItem[] } = {};
    for (const [name, items] of named) lists[name] = items();
    session.print(catalogue(lists, session));
    session.printJson(lists as unknown as Json);
    return 0;
  },
};
