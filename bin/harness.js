#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an old one must get as far as the sentence that says so.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `harness needs Node 20.19 or newer, and this is Node ${process.versions.node}: please update it.\n`,
  );
  process.exit(254);
}
import('../dist/bundles/harness.js').then(
  ({ start }) => start(),
  (error) => {
    const isUnbuilt =
      error.code === 'ERR_MODULE_NOT_FOUND' && /[\\/]dist[\\/]bundles[\\/]harness\.js/.test(error.message);
    process.stderr.write(
      isUnbuilt ? 'harness is not built yet: run `npm ci` (or `npm run build`) first.\n' : `${error.stack}\n`,
    );
    process.exit(isUnbuilt ? 254 : 255);
  },
);
