/**
 * The page as it was built, in memory: the document and the few files that it names. Nothing else of the disk can be asked
 * for where these are served.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { UserError } from '../core/errors.ts';

interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
}

export interface PageFiles {
  document(context: Context): Response;
  /** Undefined if the page has no such file. */
  asset(context: Context, name: string): Response | undefined;
}

const DOCUMENT = 'index.html';

/** Beside this file when running from dist, in the package's dist when running from sources. */
const PLACES = ['./page/', '../../dist/harness/serve/page/'];

const TYPES: { readonly [extension: string]: string } = {
  html: 'text/html; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

export function pageFiles(): PageFiles {
  const files = built();
  const document = files.get(DOCUMENT);
  if (document === undefined) {
    throw new UserError('the page of harness serve is missing: run `npm run build` in the package');
  }
  return {
    document: (context) => answer(context, document),
    asset(context, name) {
      const file = name === DOCUMENT ? undefined : files.get(name);
      return file && answer(context, file);
    },
  };
}

function built(): ReadonlyMap<string, PageFile> {
  for (const place of PLACES) {
    const folder = new URL(place, import.meta.url);
    try {
      return new Map(readdirSync(folder).map((name) => [name, pageFile(name, readFileSync(new URL(name, folder)))]));
    } catch {}
  }
  return new Map();
}

function pageFile(name: string, content: Buffer): PageFile {
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { bytes: new Uint8Array(content), type, etag: `"${createHash('sha256').update(content).digest('hex')}"` };
}

/** Asked for each time, for another version may be started at the same address; sent only if it is another one. */
function answer(context: Context, { bytes, type, etag }: PageFile): Response {
  const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache', ETag: etag };
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(bytes, { headers });
}
