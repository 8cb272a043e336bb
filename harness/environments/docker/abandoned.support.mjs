// Deploys a cluster of containers, says so, and waits to be killed.
import { fileURLToPath } from 'node:url';

const dist = new URL('../../../dist/harness/', import.meta.url);
const load = (path) => import(fileURLToPath(new URL(path, dist)));
const [{ docker }, { exercise, exerciseOrigin }, { randomOf }] = await Promise.all(
  ['environments/docker/index.js', 'environments/exercise.case.js', 'core/random.js'].map(load),
);
const request = { program: exercise, origin: exerciseOrigin, nodes: ['n1', 'n2'], random: randomOf(1), log() {} };
await docker.deploy(request);
process.stdout.write('up\n');
setInterval(() => {}, 1_000);
