/** A stored run as a JUnit suite: one case for each checker that judged it. */
import type { OpenedRun } from '../../../histories/index.ts';
import { styleOf } from '../../report/style.ts';
import { planLine } from '../plan-line.ts';
import { numberOf, objectOf, type StoredVerdict, scalarOf, storedVerdicts, textOf } from '../stored-verdicts.ts';
import { storyOf } from '../story.ts';
import { page } from '../terminal/page.ts';
import type { JUnitCase, JUnitSuite } from './junit.ts';

const WIDTH = 100;

export function suiteOf(run: OpenedRun): JUnitSuite {
  const results = objectOf(run.results);
  const verdicts = storedVerdicts(run.results);
  const properties = Object.entries(run.plan).flatMap(([name, value]) => {
    const text = scalarOf(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    name: run.test,
    properties: { run: run.name, ...Object.fromEntries(properties) },
    seconds: (numberOf(results.wallMs) ?? 0) / 1000,
    replay: textOf(results.replay),
    // A run that nobody has judged is no pass.
    cases: verdicts.length === 0 ? [unjudged(run)] : verdicts.map((verdict) => caseOf(run, verdict)),
  };
}

function caseOf(run: OpenedRun, { checker, valid, because }: StoredVerdict): JUnitCase {
  const shared = { name: checker, className: classOf(run), valid };
  if (valid === true) return shared;
  if (valid === 'unknown') return { ...shared, message: because ?? 'it gives no reason' };
  const story = storyOf(run, { checker });
  const text = page(
    { story, run: run.path, plan: planLine(run), pictureWidth: WIDTH },
    { style: styleOf(false), width: WIDTH },
  );
  return { ...shared, message: story.headline, text };
}

function unjudged(run: OpenedRun): JUnitCase {
  return {
    name: 'verdict',
    className: classOf(run),
    valid: 'unknown',
    message: 'the run was cut off before its verdict',
  };
}

const classOf = ({ test, plan }: OpenedRun): string => `harness.${scalarOf(plan.env) ?? 'env'}.${test}`;
