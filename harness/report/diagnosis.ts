/** What `harness doctor` found, drawn. */
import { paragraph } from './layout.ts';
import type { Canvas } from './style.ts';

export type Finding = { readonly name: string } & (
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly reason: string }
);

export interface Findings {
  readonly node: Finding;
  readonly checker: Finding;
  readonly environments: readonly Finding[];
  /** Each program of each real system, under the name of its target. */
  readonly systems: readonly Finding[];
}

export function diagnosisReport({ node, checker, environments, systems }: Findings, canvas: Canvas): string {
  const { bold } = canvas.style;
  return [
    ...[node, checker].map((finding) => line(finding, canvas)),
    '',
    bold('Environments'),
    ...environments.map((finding) => line(finding, canvas)),
    '',
    bold('Real systems'),
    ...systems.map((finding) => line(finding, canvas)),
  ].join('\n');
}

function line(finding: Finding, { style, width }: Canvas): string {
  const mark = finding.ok ? style.green('works') : style.red('fails');
  const text = `${finding.name.padEnd(10)} ${finding.ok ? finding.detail : finding.reason}`;
  return `  ${mark}  ${paragraph(text, width, 9).trimStart()}`;
}
