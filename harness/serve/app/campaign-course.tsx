/** How one campaign went: what had been done, had failed and had been reached by when. */
import { useMemo } from 'preact/hooks';
import type { CoursePoint } from '../../campaign/history/trends.ts';
import type { Store } from '../../report/app/store.ts';
import type { Tip } from '../../report/app/tip-box.tsx';
import type { Campaign, CampaignCourse } from '../api.ts';
import { useAnswer } from './page.ts';
import { TrendPlot, type TrendSpec } from './trend-plot.tsx';
import { decimal, nameOf } from './trend-words.ts';
import { duration, number, Problem } from './words.tsx';

interface CourseProps {
  readonly campaign: Campaign;
  /** Goes up when it may have gone on. */
  readonly version: number;
  readonly tip: Store<Tip | undefined>;
}

export function Course({ campaign, version, tip }: CourseProps) {
  const { id } = campaign;
  const { data, problem } = useAnswer<CampaignCourse>(
    `/api/trends/course?${new URLSearchParams({ campaign: id })}`,
    version,
  );
  return (
    <section aria-labelledby="course">
      <h2 id="course">How {nameOf(campaign)} went</h2>
      {problem !== undefined && <Problem>{problem}</Problem>}
      {data !== undefined && data.course.length === 0 && <p class="empty">No run of it came to an end.</p>}
      {data !== undefined && data.course.length > 0 && <CourseCharts course={data.course} tip={tip} />}
    </section>
  );
}

const LINES: readonly (readonly [title: string, kind: number, of: (point: CoursePoint) => number])[] = [
  ['Runs', 0, ({ runs }) => runs],
  ['Failing runs', 2, ({ failures }) => failures],
  ['Situations reached', 1, ({ reached }) => reached],
];

function CourseCharts({ course, tip }: { readonly course: readonly CoursePoint[]; readonly tip: CourseProps['tip'] }) {
  const charts = useMemo(
    () => LINES.map(([title, kind, of]) => ({ title, spec: specOf(course, { title, kind, of }) })),
    [course],
  );
  return (
    <>
      <div class="charts narrow">
        {charts.map(({ title, spec }) => (
          <div key={title}>
            <h3>{title}</h3>
            <TrendPlot label={`${title} over the time of the campaign`} spec={spec} tip={tip} />
          </div>
        ))}
      </div>
      <details>
        <summary>The same in numbers</summary>
        <CourseTable course={course} />
      </details>
    </>
  );
}

function specOf(
  course: readonly CoursePoint[],
  { title, kind, of }: { title: string; kind: number; of(point: CoursePoint): number },
): TrendSpec {
  // It began with nothing.
  const points: readonly CoursePoint[] = [{ atMs: 0, runs: 0, failures: 0, reached: 0 }, ...course];
  return {
    x: points.map(({ atMs }) => atMs),
    lines: [{ name: title.toLowerCase(), kind, values: points.map(of) }],
    isStepped: false,
    tick: (ms) => (ms === 0 ? '0' : duration(ms)),
    title: (at) => `after ${duration(points[at]?.atMs ?? 0)}`,
    value: decimal,
  };
}

function CourseTable({ course }: { readonly course: readonly CoursePoint[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">after</th>
          {LINES.map(([title]) => (
            <th key={title} scope="col" class="amount">
              {title.toLowerCase()}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {course.map((point) => (
          <tr key={point.atMs}>
            <th scope="row">{duration(point.atMs)}</th>
            {LINES.map(([title, , of]) => (
              <td key={title} class="amount">
                {number(of(point))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
