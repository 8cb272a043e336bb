/**
 * A key-value server as one might write it in an afternoon. The first node takes the writes, the others forward theirs to it,
 * and every few milliseconds it sends what is new to all of them. Every node answers reads from its own memory.
 *
 *     GET  /kv/KEY                          200 and the value, or 404
 *     PUT  /kv/KEY       the value          204
 *     POST /kv/KEY/cas   {"from", "to"}     204, or 409 if the value was another one
 *     GET  /status                          200 {"role": "primary"}, or "replica"
 *
 * LISTEN is its address, PRIMARY that of the first node, and PEERS are those of the others, with commas between them.
 */
import { createServer } from 'node:http';

const { LISTEN = '0.0.0.0:8080', PRIMARY = LISTEN, PEERS = '' } = process.env;
const REPLICATE_EVERY_MS = 25;
const FORWARD_TIMEOUT_MS = 1_000;

const isPrimary = LISTEN === PRIMARY;
const role = isPrimary ? 'primary' : 'replica';
const values = new Map();
let fresh = new Map();

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [status, text] = await answer(request.method, request.url, Buffer.concat(chunks).toString());
  response.writeHead(status).end(text);
});

async function answer(method, url, body) {
  const [, what, key, action] = url.split('/').map(decodeURIComponent);
  if (what === 'status') return [200, JSON.stringify({ role })];
  if (what === 'replicate') {
    for (const [name, value] of JSON.parse(body)) values.set(name, value);
    return [204];
  }
  if (what !== 'kv') return [404];
  if (method === 'GET') return values.has(key) ? [200, JSON.stringify(values.get(key))] : [404];
  if (!isPrimary) return forward(method, url, body);
  if (method === 'PUT') return store(key, JSON.parse(body));
  if (action !== 'cas') return [405];
  const { from, to } = JSON.parse(body);
  return (values.get(key) ?? null) === from ? store(key, to) : [409];
}

function store(key, value) {
  values.set(key, value);
  fresh.set(key, value);
  return [204];
}

/** 503: the primary never heard of it. 504: nobody knows. */
async function forward(method, url, body) {
  try {
    const signal = AbortSignal.timeout(FORWARD_TIMEOUT_MS);
    const { status } = await fetch(`http://${PRIMARY}${url}`, { method, body, signal });
    return [status];
  } catch (error) {
    return [error.cause?.code === 'ECONNREFUSED' ? 503 : 504];
  }
}

/** Best effort: what a replica misses it gets when the key is written again. */
function replicate() {
  if (fresh.size === 0) return;
  const body = JSON.stringify([...fresh]);
  fresh = new Map();
  for (const peer of PEERS.split(',')) {
    const signal = AbortSignal.timeout(FORWARD_TIMEOUT_MS);
    fetch(`http://${peer}/replicate`, { method: 'POST', body, signal }).catch((error) => {
      console.log(`${peer} did not get ${body.length} bytes: ${error.message}`);
    });
  }
}

const [host, port] = LISTEN.split(':');
server.listen(Number(port), host, () => console.log(`${role} on ${LISTEN}`));
if (isPrimary && PEERS !== '') setInterval(replicate, REPLICATE_EVERY_MS);
