import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CoverageTables } from "./coverageTables.tsx";
import { editor } from "./editorSide.ts";
import { type ChosenView, firstState, heard, toKeep } from "./pageState.ts";
import { Summary } from "./summary.tsx";
import { WorkLine, WorkPanel } from "./workPanel.tsx";

/** The page: figures above, tables below; before there are any, what goes on. */
export function App(): JSX.Element {
  const [state, setState] = useState(() => firstState(editor.getState()));
  const { view, known } = state;
  useEffect(() => {
    const end = editor.onMessage((message) => setState((before) => heard(before, message)));
    const { folder, withInferred } = view;
    editor.post({ kind: "ready", withInferred, ...(folder === undefined ? {} : { folder }) });
    return end;
  }, []);
  useEffect(() => editor.setState(toKeep(view)), [view]);
  const choose = (change: Partial<ChosenView>) =>
    setState((before) => ({ ...before, view: { ...before.view, ...change } }));
  const count = (folder: string | undefined, withInferred: boolean) => {
    if (folder !== undefined) editor.post({ kind: "count", folder, withInferred });
  };
  const { coverage } = known;
  return (
    <main>
      <header>
        <h1>Coverage</h1>
        {known.folders.length < 2 ? null : (
          <label class="folder">
            <span>Folder</span>
            <select
              value={view.folder}
              onChange={(event) => count(event.currentTarget.value, view.withInferred)}
            >
              {known.folders.map(({ folder, name }) => (
                <option key={folder} value={folder}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {coverage === undefined ? null : (
          <div class="actions">
            <label class="check">
              <input
                type="checkbox"
                checked={view.withInferred}
                onChange={({ currentTarget: { checked } }) => {
                  choose({ withInferred: checked });
                  count(view.folder, checked);
                }}
              />
              <span>Probable links too</span>
            </label>
            <button type="button" class="quiet" onClick={() => count(view.folder, view.withInferred)}>
              Refresh
            </button>
            <button type="button" class="quiet" onClick={() => editor.post({ kind: "export" })}>
              Export…
            </button>
          </div>
        )}
      </header>
      {coverage === undefined ? (
        <WorkPanel known={known} folder={view.folder} onCount={() => count(view.folder, view.withInferred)} />
      ) : (
        <>
          <Summary coverage={coverage} />
          <WorkLine work={known.work} onCount={() => count(view.folder, view.withInferred)} />
          <CoverageTables coverage={coverage} withInferred={known.withInferred} view={view} choose={choose} />
        </>
      )}
    </main>
  );
}
