/** Asks for the token, once for this tab; tells at once whether it is the server's. */
import { useId, useState } from 'preact/hooks';
import { usePage } from './page.ts';
import { Problem } from './words.tsx';

export function TokenField({ then }: { then?(): void }) {
  const { client } = usePage();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const check = async (): Promise<void> => {
    // The whole address may have been copied.
    const token = typed.trim().replace(/^.*#token=/, '');
    try {
      if (!(await client.check(token))) return setProblem('This is not the token of this server.');
      client.token.set(token);
      then?.();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form
      class="token"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <label for={id}>
        To start runs, paste the address that <code>harness serve</code> printed, or the token in it
      </label>
      <div class="toolbar">
        <input
          id={id}
          type="password"
          autocomplete="off"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit">Use it</button>
      </div>
      {problem !== undefined && <Problem>{problem}</Problem>}
    </form>
  );
}
