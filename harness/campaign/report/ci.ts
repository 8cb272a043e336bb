/** A campaign as CI reads it: a JUnit case for each cause, bug and environment, and the Markdown of a job summary. */
import type { JUnitCase, JUnitSuite } from '../../inspect/formats/junit.ts';
import { count, duration, number } from '../../report/wording.ts';
import { verdictOf } from '../totals.ts';
import type { Finding, Told } from './summary.ts';

export function campaignSuite({ campaign, totals, findings, refusals }: Told): JUnitSuite {
  const className = `harness.campaign.${campaign.name}`;
  const done = Object.entries(totals.environments).map(([env, runs]): JUnitCase => {
    return { className, name: `${env}: ${count(runs, 'runs')}`, valid: true };
  });
  const idle = totals.idleEnvironments.map((env): JUnitCase => {
    const message = refusals.find(([name]) => name === env)?.[1] ?? 'nothing was done there';
    return { className, name: `${env}: nothing`, valid: 'unknown', message };
  });
  const bugs = totals.planted.map(({ target, bug, runs, found }): JUnitCase => {
    const message = `not found in ${count(runs, 'runs')}`;
    return { className, name: `${target}: ${bug}`, valid: found > 0, ...(found > 0 ? {} : { message, text: message }) };
  });
  return {
    name: `campaign ${campaign.name}`,
    properties: { seed: String(campaign.seed), runs: String(totals.runs), faults: String(totals.faults) },
    seconds: totals.elapsedMs / 1000,
    cases: [...done, ...idle, ...bugs, ...unplanted(findings).map((finding) => failureCase(finding, className))],
  };
}

const unplanted = (findings: readonly Finding[]) => findings.filter(({ failing }) => failing.bug === null);

function failureCase({ failing, replay, regression }: Finding, className: string): JUnitCase {
  const { target, checker, because, times, outcome } = failing;
  const commit = regression === null ? '' : `\nRegression: ${regression}`;
  return {
    className,
    name: `${target}, ${checker}: ${failing.shape}`,
    valid: outcome === 'invalid' || outcome === 'crashed' ? false : 'unknown',
    message: because.split('\n')[0] ?? because,
    text: `${because}\n${count(times, 'runs')}\n\nReplay: ${replay}${commit}\n`,
  };
}

export function campaignMarkdown(told: Told): string {
  const { campaign, totals, findings, refusals } = told;
  const verdict = verdictOf(totals);
  const word = verdict === true ? 'VALID' : verdict === false ? 'INVALID' : verdict === 'crash' ? 'CRASHED' : 'UNKNOWN';
  const { coverage, planted } = totals;
  const never = coverage.situations.filter(({ runs }) => runs === 0).map(({ target, name }) => `${name} (${target})`);
  const rows: readonly (readonly [string, string])[] = [
    [
      'Runs',
      Object.entries(totals.outcomes)
        .map(([outcome, n]) => `${number(n)} ${outcome}`)
        .join(', '),
    ],
    [
      'Where',
      [
        ...Object.entries(totals.environments).map(([env, n]) => `${number(n)} in ${env}`),
        ...totals.idleEnvironments.map((env) => `**nothing in ${env}**`),
      ].join(', '),
    ],
    ['Time', `${duration(totals.virtualMs)} in the runs, in ${duration(totals.elapsedMs)}`],
    ['Faults', `${number(totals.faults)} injected`],
    ...(coverage.all === 0
      ? []
      : [
          [
            'Coverage',
            `${coverage.reached} of ${coverage.all} situations, ${coverage.pairs} with a fault in force`,
          ] as const,
        ]),
    ...(planted.length === 0
      ? []
      : [['Planted bugs', `${planted.filter(({ found }) => found > 0).length} of ${planted.length} found`] as const]),
    ...(never.length === 0 ? [] : [['Never reached', never.join(', ')] as const]),
    ...refusals.map(([env, because]) => ['Not done', `${env}: ${because}`] as const),
  ];
  return [
    `## ${word}: campaign ${campaign.name}, seed ${campaign.seed}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, text]) => `| ${name} | ${text} |`),
    '',
    ...unplanted(findings).flatMap(failureMarkdown),
    '',
  ].join('\n');
}

function failureMarkdown({ failing, replay }: Finding): readonly string[] {
  const { target, checker, because, times } = failing;
  const [sentence = ''] = because.split('\n');
  return [`### ${target}, ${checker} (${count(times, 'runs')})`, '', sentence, '', '```sh', replay, '```', ''];
}
