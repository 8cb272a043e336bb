/**
 * Who may ask for what. The server is there for browsers on this machine, in which pages of strangers are open as well: they
 * may send requests here, through links, forms, scripts, and names of their own that they make stand for 127.0.0.1. So a
 * request must name this machine as its host, must not come from another page, and may change something only if it carries
 * the token that was printed when the server started.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Refusal } from './api.ts';

/** Names that no server of names can point elsewhere. The port may be another one: it can be forwarded. */
const HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;

/** Everything, unless a route says otherwise: a page that draws with its own script, and talks to its own server. */
const OWN_PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * A report carries its script within itself, and what it shows was written by the system under test, or by whoever gave us
 * the run. In a sandbox its origin is nobody's: whatever a report does, it can neither reach this server nor the network. A
 * report of ours says by itself, and more strictly, which script may run; this is for those that are not.
 */
export const REPORT_POLICY = [
  'sandbox allow-scripts allow-downloads',
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Files that are shown as they are: text, whatever is in them. */
export const FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

const HEADERS = {
  'Content-Security-Policy': OWN_PAGE,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export const headers: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
};

export const ownHost: MiddlewareHandler = async (context, next) => {
  // A request may name a host in its address as well, which would then be the one that counts.
  const hosts = [context.req.header('host') ?? '', new URL(context.req.url).host];
  if (hosts.every((host) => HOST.test(host))) return next();
  return context.json(refusal('this server answers to 127.0.0.1 and localhost alone'), 421);
};

/** Data is for the page alone; the addresses of pages and reports may be followed from anywhere. */
export const ownPage: MiddlewareHandler = async (context, next) => {
  const site = context.req.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return next();
  return context.json(refusal('data is for the page of this server alone'), 403);
};

/** For whatever starts or ends a run. */
export function mayChange(token: string): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const origin = req.header('origin');
    const site = req.header('sec-fetch-site');
    const isSameOrigin = origin === undefined ? site === 'same-origin' : origin === `http://${req.header('host')}`;
    if (!isSameOrigin || (site !== undefined && site !== 'same-origin')) {
      return context.json(refusal('runs are started and cancelled by the page of this server alone'), 403);
    }
    if (!/^application\/json\s*(?:;|$)/i.test(req.header('content-type') ?? '')) {
      return context.json(refusal('expected JSON'), 415);
    }
    const [, given = ''] = /^Bearer (\S+)$/.exec(req.header('authorization') ?? '') ?? [];
    if (isSame(given, token)) return next();
    return context.json(refusal('this needs the token that `harness serve` printed when it started'), 401);
  };
}

export const refusal = (error: string): Refusal => ({ error });

/** In the same time however much of it is right. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
