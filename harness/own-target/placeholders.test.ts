/** What placeholders become on each node: behind proxies, where everybody reaches a node by another address, it shows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ServiceContext } from '../../targets/service.ts';
import { NodePlaceholders } from './placeholders.ts';
import { hasStrayBraces, placeholdersIn, wordsOf } from './template.ts';

/** As behind proxies: `n1>n2` is where n1 reaches n2. */
const context = (node: string): ServiceContext => ({
  node,
  nodes: ['n1', 'n2', 'n3'],
  listen: (of, port) => ({ host: of, port }),
  route: (from, to, port) => ({ host: `${from}>${to}`, port: port + 1 }),
  directory: (of) => `/data/${of}`,
});

const LISTS = {
  cluster: { each: '{{index}}:{{node}}={{address.peer}}', join: ' ' },
  others: { each: '{{host}}', of: 'peers' },
} as const;

test.each([
  ['{{node}} {{index}} of {{count}}', 'n2 2 of 3'],
  ['{{host}} {{port}} {{address}}', 'n2 80 n2:80'],
  ['{{port.client}} {{port.peer}} {{address.peer}}', '80 90 n2:90'],
  ['{{peers}}', 'n2>n1:81,n2>n3:81'],
  ['{{addresses.peer}}', 'n2>n1:91,n2:90,n2>n3:91'],
  ['{{first}} {{ first.peer }}', 'n2>n1:81 n2>n1:91'],
  ['{{directory}} {{folder}}', '/data/n2 /home'],
  ['{{cluster}}', '1:n1=n2>n1:91 2:n2=n2:90 3:n3=n2>n3:91'],
  ['{{others}}', 'n2>n1,n2>n3'],
  ['{"a": {"b": 1}}', '{"a": {"b": 1}}'],
])('%s', (text, expected) => {
  const placeholders = new NodePlaceholders({ ports: { client: 80, peer: 90 }, lists: LISTS }, '/home');
  expect(placeholders.fill(text, context('n2'))).toBe(expected);
});

test('where nodes pass addresses on, each has one for all', () => {
  const placeholders = new NodePlaceholders({ ports: 80, sharesAddresses: true }, '/home');
  expect(placeholders.fill('{{first}} {{addresses}}', context('n2'))).toBe('n1:80 n1:80,n2:80,n3:80');
});

test('names are found, and braces without one', () => {
  expect(placeholdersIn('a {{b}} {{ c.d }} {e}')).toEqual(['b', 'c.d']);
  for (const stray of ['{{', '{{a', '{{}}', '{{a b}}', 'a {{b}} {{c']) expect(hasStrayBraces(stray)).toBe(true);
  for (const plain of ['', '{a}', '}}', '{{a}}}}']) expect(hasStrayBraces(plain)).toBe(false);
});

test('a command is split before it is filled in, and a list is as it is', () => {
  expect(wordsOf(' node  {{folder}}/a.js --x={{ port }} ')).toEqual(['node', '{{folder}}/a.js', '--x={{ port }}']);
  expect(wordsOf(['a b', 'c'])).toEqual(['a b', 'c']);
});

test('every placeholder of a node is in the document, and no other', () => {
  const document = readFileSync(new URL('../../docs/own-system.md', import.meta.url), 'utf8');
  const documented = [...document.matchAll(/^\| `\{\{(\w+)\}\}` \|/gm)].map(([, name]) => name);
  const known = new NodePlaceholders({ ports: 80 }, '').names.filter((name) => !name.includes('.'));
  expect(documented.toSorted()).toEqual(known.toSorted());
});
