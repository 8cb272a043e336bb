/** What each checker said, why, and what stands behind it; and the plan of the run. */
import type { Json } from '../../core/json.ts';
import type { Report } from '../html/data.ts';
import { Command } from './copy.tsx';
import { VerdictWord } from './verdict-word.tsx';

export function VerdictsPanel({ verdicts }: Pick<Report, 'verdicts'>) {
  return (
    <section aria-labelledby="checkers">
      <h2 id="checkers">Checkers</h2>
      {verdicts.length === 0 && <p class="empty">No checker said anything: the run was cut off before.</p>}
      <ul class="verdicts">
        {verdicts.map(({ checker, valid, because, evidence }) => (
          <li key={checker}>
            <VerdictWord valid={valid} /> <strong>{checker}</strong>
            {because !== undefined && <p class="prose">{because}</p>}
            {Object.keys(evidence).length > 0 && (
              <details>
                <summary>Evidence of {checker}</summary>
                <Fields value={evidence} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PlanPanel({ report: { plan, replay, run } }: { readonly report: Report }) {
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">Plan</h2>
      {replay === undefined ? (
        <Command line={`npx harness replay ${run}`} what="the command that runs it again" />
      ) : (
        <Command line={replay} what="the command that runs it again" />
      )}
      <Fields value={plan} />
    </section>
  );
}

/** JSON as people read it: what is flat beside its name, the rest as text. */
function Fields({ value }: { readonly value: { readonly [name: string]: Json | undefined } }) {
  return (
    <dl class="fields">
      {Object.entries(value).map(([name, field]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{isFlat(field) ? String(field ?? 'none') : <pre>{JSON.stringify(field, undefined, 1)}</pre>}</dd>
        </div>
      ))}
    </dl>
  );
}

const isFlat = (field: Json | undefined): boolean => typeof field !== 'object' || field === null;
