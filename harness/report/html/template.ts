/**
 * The page as it is built from ../app, one file without data, and the places in it where data goes. Data is compressed and in
 * base64, of which nothing can end a script or be taken for markup, whatever users have named things.
 */
import { readFileSync } from 'node:fs';
import { UserError } from '../../core/errors.ts';
import { BLOCKS, type Block, placeOf } from './data.ts';

/** Beside this file when running from dist, in the package's dist when running from sources. */
const PLACES = ['../page.html', '../../../dist/harness/report/page.html'];

export function pageWith(blocks: { readonly [block in Block]: Uint8Array }): string {
  const [head = '', ...rest] = template().split(new RegExp(BLOCKS.map(placeOf).join('|')));
  if (rest.length !== BLOCKS.length) throw new Error('the page of reports lacks a place for data');
  return head + rest.map((text, at) => `${base64(blocks[BLOCKS[at] ?? 'report'])}${text}`).join('');
}

function template(): string {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch {}
  }
  throw new UserError('the page of reports is missing: run `npm run build` in the package');
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
