/** The page of a report: reads the data that it carries and puts its parts together. Needs nothing but this file. */
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { Charts } from './charts.tsx';
import { Explorer } from './explorer.tsx';
import { type Page, PageProvider, readPage, usePage } from './page.ts';
import { useStore } from './store.ts';
import { StoryPanel } from './story-panel.tsx';
import { TipBox } from './tip-box.tsx';
import { VerdictWord } from './verdict-word.tsx';
import { PlanPanel, VerdictsPanel } from './verdicts-panel.tsx';

function ReportPage() {
  const { run, tip } = usePage();
  const { report, operations } = run;
  return (
    <>
      <Header />
      <main>
        {report.notes.length > 0 && (
          <ul class="notes">
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <StoryPanel story={report.story} />
        <Explorer />
        <section aria-labelledby="charts">
          <h2 id="charts">The run as a whole</h2>
          {operations === undefined ? (
            <p class="empty">There are no operations to count.</p>
          ) : (
            <Charts operations={operations} />
          )}
        </section>
        <VerdictsPanel verdicts={report.verdicts} />
        <PlanPanel report={report} />
      </main>
      <TipBox tip={tip} />
    </>
  );
}

const SECTIONS = [
  ['story', 'Story'],
  ['timeline', 'Timeline'],
  ['messages', 'Messages'],
  ['charts', 'Charts'],
  ['checkers', 'Checkers'],
  ['plan', 'Plan'],
] as const;

function Header() {
  const { run, scheme } = usePage();
  const { story, summary } = run.report;
  const now = useStore(scheme);
  const other = now === 'dark' ? 'light' : 'dark';
  return (
    <header>
      <div class="title">
        <h1>
          <VerdictWord valid={story.verdict} /> {story.headline}
        </h1>
        <button type="button" onClick={() => scheme.set(other)}>
          {other === 'dark' ? 'Dark' : 'Light'}
        </button>
      </div>
      <p class="muted">{summary}</p>
      <p class="muted">{run.report.run}</p>
      <nav aria-label="Parts of this report">
        {SECTIONS.map(([id, name]) => (
          <a key={id} href={`#${id}`}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}

function show(root: HTMLElement, page: Page): void {
  const { story, run } = page.run.report;
  document.title = `${story.verdict === true ? 'Valid' : story.verdict === false ? 'Invalid' : 'Unknown'}: ${run}`;
  root.textContent = '';
  render(
    <PageProvider value={page}>
      <ReportPage />
    </PageProvider>,
    root,
  );
  root.dataset.ready = 'true';
}

const root = document.getElementById('page');
if (root !== null) {
  readPage().then(
    (page) => show(root, page),
    (error: unknown) => {
      root.textContent = `This report cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    },
  );
}
