/**
 * The last line of .ci/run: what the tests came to, by vitest's own report. A step that failed although no test did
 * (the linter, a hunt, tests that never started) counts as one more failure, so that the line never says 0 by mistake.
 */
import { readFileSync } from 'node:fs';

const [report = '', failedSteps = '0'] = process.argv.slice(2);
const { passed, failed, skipped } = counts(report);
const others = failed > 0 ? Number(failedSteps) - 1 : Number(failedSteps);
console.log(`${passed} passed, ${failed + Math.max(0, others)} failed, ${skipped} skipped`);
process.exit(failed + others > 0 ? 1 : 0);

function counts(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
