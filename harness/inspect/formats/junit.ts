/**
 * JUnit's XML, which CI services draw: of one run a case for each checker, of many a case for each seed. What could not
 * be decided is an error and no pass, as everywhere.
 */
import type { Validity } from '../../../checkers/checker.ts';

export interface JUnitSuite {
  /** `raft-register`. */
  readonly name: string;
  readonly properties: { readonly [name: string]: string };
  readonly seconds: number;
  readonly cases: readonly JUnitCase[];
  /** The line that runs it again. */
  readonly replay?: string | undefined;
}

export interface JUnitCase {
  readonly name: string;
  readonly className: string;
  readonly valid: Validity;
  readonly seconds?: number;
  /** One sentence, where it is not valid. */
  readonly message?: string;
  /** All that is to be said of it, as plain text. */
  readonly text?: string;
}

export async function junitXml(suites: readonly JUnitSuite[]): Promise<string> {
  const { default: loaded } = await import('junit-report-builder');
  // Its types speak of an ES module, and Node loads the other one, whose default is the whole.
  const builder = (loaded as unknown as typeof loaded.default).newBuilder();
  for (const { name, properties, seconds, cases, replay } of suites) {
    const suite = builder.testSuite().name(name).time(seconds);
    for (const [property, value] of Object.entries(properties)) suite.property(property, value);
    for (const one of cases) {
      const { message = 'no reason is on record', text = message } = one;
      const test = suite.testCase().className(one.className).name(one.name);
      if (one.seconds !== undefined) test.time(one.seconds);
      if (one.valid === 'unknown') test.error(message, 'unknown', section(text));
      // A failure has no text of its own here: it stands in the output of the case.
      if (one.valid === false) test.failure(message, 'violation');
      if (one.valid === false)
        test.standardOutput(section(replay === undefined ? text : `${text}\n\nReplay: ${replay}\n`));
    }
  }
  return builder.build();
}

/** What ends a CDATA section: the package gets around the first of them alone. */
const section = (text: string): string => text.replaceAll(']]>', ']] >');
