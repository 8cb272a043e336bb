/**
 * The same servers with a client of our own, in place of one that is data: whoever asks, it talks to the first node, which has
 * every write first. That hides the replicas, so nothing stale is read as long as the first node lives.
 */
import { DidNotHappen, defineTarget, exchange, hostAndPort } from 'harness';

const PORT = 8080;

export default defineTarget({
  name: 'http-kv-primary',
  summary: 'The servers of http-kv, of which clients use the first alone',
  workloads: ['register'],
  nodes: 2,
  ports: PORT,
  local: { command: 'node {{folder}}/server.mjs' },
  docker: { image: 'http-kv' },
  environment: { LISTEN: '{{address}}', PRIMARY: '{{first}}', PEERS: '{{peers}}' },
  ready: { http: '/status' },

  openService(endpoints, node, { timeoutMs }) {
    const base = `http://${hostAndPort(endpoints.route('client', endpoints.nodes[0] ?? node, PORT))}/kv`;
    return {
      async invoke({ f, value }) {
        const url = `${base}/${value.key}`;
        switch (f) {
          case 'read': {
            const { status, body } = await exchange({ url, timeoutMs });
            if (status !== 200 && status !== 404) throw new DidNotHappen(`answered ${status}`);
            return { ...value, value: status === 404 ? null : Number(body) };
          }
          case 'write': {
            const { status } = await exchange({ url, method: 'PUT', body: String(value.value), timeoutMs });
            if (status !== 204) throw new Error(`answered ${status}`);
            return value;
          }
          case 'cas': {
            const { from, to } = value;
            const { status } = await exchange({ url: `${url}/cas`, method: 'POST', body: { from, to }, timeoutMs });
            if (status !== 204 && status !== 409) throw new Error(`answered ${status}`);
            return { ...value, applied: status === 204 };
          }
        }
      },
      close() {},
    };
  },
});
