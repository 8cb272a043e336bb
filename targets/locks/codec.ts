/**
 * Commands, queries and results of the lock service as fields of a message: the name first, then what belongs to it. What
 * no lock service could mean (no resource, a lease of no time) is refused here, so that it never reaches a log.
 */
import { boolean, name, number, refuse, size, type Tuple, text, tuple } from '../raft/fields.ts';
import type { Service, ServiceCodec } from '../raft/service.ts';
import type { Command, Held, LockOperations, Query, Result } from './messages.ts';

const codec: ServiceCodec<LockOperations> = {
  commandFields,
  commandOf,
  queryFields,
  queryOf,
  resultFields,
  resultOf,
};

export const lockService: Service<LockOperations> = { codec, presumed: { is: 'done' } };

function commandFields(command: Command): Tuple {
  const { f, resource } = command;
  switch (f) {
    case 'acquire':
      return [f, resource, command.owner, command.ttlMs, command.stamp.expiresAtMs, command.stamp.token];
    case 'renew': {
      const { owner, token, ttlMs, stamp } = command;
      return [f, resource, owner, token, ttlMs, stamp.expiresAtMs, stamp.token];
    }
    case 'release':
      return [f, resource, command.owner, command.token];
    case 'expire':
      return [f, resource, command.token, command.renewals];
    case 'fetch':
      return [f, resource, command.isFenced, command.token];
    case 'store':
      return [f, resource, command.isFenced, command.token, command.value];
    case 'perform':
      return [f, resource, command.isFenced, command.token, command.owner];
  }
}

function commandOf(fields: Tuple): Command {
  const [f, named, a, b, c, d, e] = fields;
  const resource = nonempty(named, 'a resource');
  const work = () => ({ resource, isFenced: boolean(a), token: number(b) });
  switch (f) {
    case 'acquire':
      size(fields, 6);
      return { f, resource, owner: name(a), ttlMs: ttl(b), stamp: { expiresAtMs: number(c), token: number(d) } };
    case 'renew': {
      size(fields, 7);
      const stamp = { expiresAtMs: number(d), token: number(e) };
      return { f, resource, owner: name(a), token: number(b), ttlMs: ttl(c), stamp };
    }
    case 'release':
      size(fields, 4);
      return { f, resource, owner: name(a), token: number(b) };
    case 'expire':
      size(fields, 4);
      return { f, resource, token: number(a), renewals: number(b) };
    case 'fetch':
      size(fields, 4);
      return { f, ...work() };
    case 'store':
      size(fields, 5);
      return { f, ...work(), value: number(c) };
    case 'perform':
      size(fields, 5);
      return { f, ...work(), owner: name(c) };
    default:
      return refuse('a command of the lock service', f);
  }
}

function queryFields(query: Query): Tuple {
  if (query.f === 'locks') return [query.f, query.prefix];
  return query.f === 'lock' ? [query.f, query.resource] : [query.f, query.resource, query.isFenced];
}

function queryOf(fields: Tuple): Query {
  const [f, named, isFenced] = fields;
  switch (f) {
    case 'locks':
      size(fields, 2);
      return { f, prefix: text(named) };
    case 'lock':
      size(fields, 2);
      return { f, resource: nonempty(named, 'a resource') };
    case 'content':
      size(fields, 3);
      return { f, resource: nonempty(named, 'a resource'), isFenced: boolean(isFenced) };
    default:
      return refuse('a query of the lock service', f);
  }
}

function resultFields(result: Result): Tuple {
  const { is } = result;
  switch (is) {
    case 'granted':
      return [is, result.token];
    case 'held':
      return [is, result.owner, result.token];
    case 'stale':
      return [is, result.newest];
    case 'content':
      return [is, result.value, result.effects.map(({ owner, token }) => [owner, token])];
    case 'locks':
      return [is, result.locks.map(({ resource, owner, token }) => [resource, owner, token])];
    default:
      return [is];
  }
}

function resultOf(fields: Tuple): Result {
  const [is, a, b] = fields;
  switch (is) {
    case 'granted':
      return { is, token: number(a) };
    case 'held':
      return { is, owner: name(a), token: number(b) };
    case 'done':
    case 'not-held':
      return { is };
    case 'stale':
      return { is, newest: number(a) };
    case 'content':
      return { is, value: number(a), effects: tuple(b).map((held) => heldOf(tuple(held))) };
    case 'locks':
      return {
        is,
        locks: tuple(a)
          .map(tuple)
          .map(([resource, ...held]) => ({ resource: text(resource), ...heldOf(held) })),
      };
    default:
      return refuse('a result of the lock service', is);
  }
}

function heldOf([owner, token]: Tuple): Held {
  return { owner: name(owner), token: number(token) };
}

function nonempty(field: unknown, what: string): string {
  return text(field) === '' ? refuse(`${what} with a name`, field) : text(field);
}

/** A lease of no time would be granted and gone: who asks for one is told so. */
function ttl(field: unknown): number {
  return number(field) === 0 ? refuse('a TTL of at least 1 ms', field) : number(field);
}
