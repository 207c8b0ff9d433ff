import type { JSX } from "preact";
import { editor } from "./editorSide.ts";
import type { Known, Work } from "./pageState.ts";

/** In place of figures which are not there yet: what goes on, or why there are none. */
export function WorkPanel({
  known: { folders, isStarting, work },
  folder,
  onCount,
}: {
  readonly known: Known;
  readonly folder: string | undefined;
  readonly onCount: () => void;
}): JSX.Element {
  const name = folders.find((each) => each.folder === folder)?.name ?? "the folder";
  if (work.kind === "failed")
    return (
      <section class="panel" role="alert">
        <p>{work.sentence}</p>
        <button type="button" onClick={onCount}>
          Count Again
        </button>
      </section>
    );
  if (work.kind === "stopped")
    return (
      <section class="panel" role="status">
        <p>Counting was stopped. What was found out until then is kept, so it goes faster the next time.</p>
        <button type="button" onClick={onCount}>
          Count Again
        </button>
      </section>
    );
  if (folders.length === 0 && !isStarting)
    return (
      <section class="panel" role="status">
        <p>No folder is open whose code and history Whence can read. Open one to see its coverage.</p>
      </section>
    );
  if (work.kind === "none")
    return (
      <section class="panel" role="status">
        <p>Whence is starting …</p>
      </section>
    );
  return <Counting name={name} work={work} />;
}

function Counting({
  name,
  work: { done, total },
}: {
  readonly name: string;
  readonly work: Extract<Work, { readonly kind: "counting" }>;
}): JSX.Element {
  const isKnown = done !== undefined && total !== undefined;
  return (
    <section class="panel">
      <p role="status">Counting which code of {name} has a story …</p>
      <progress aria-label="Files looked into" {...(isKnown ? { value: done, max: total } : {})} />
      <p class="words">
        {isKnown
          ? `${done.toLocaleString("en")} of ${total.toLocaleString("en")} files`
          : "The first time, the history of each file is read."}
      </p>
      <button type="button" class="quiet" onClick={() => editor.post({ kind: "stop" })}>
        Stop
      </button>
    </section>
  );
}

/** Beside figures that are there: that they are counted again, or that this failed. */
export function WorkLine({
  work,
  onCount,
}: {
  readonly work: Work;
  readonly onCount: () => void;
}): JSX.Element {
  return (
    <div class="work" role="status">
      {work.kind === "counting" ? <span class="updating">Updating …</span> : null}
      {work.kind === "stopped" ? <span>These figures are those of before: counting was stopped.</span> : null}
      {work.kind === "failed" ? (
        <>
          <span class="failure">These figures are those of before. {work.sentence}</span>
          <button type="button" class="link" onClick={onCount}>
            Count again
          </button>
        </>
      ) : null}
    </div>
  );
}
