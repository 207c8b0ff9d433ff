import type { JSX } from "preact";
import type { Coverage, Share } from "../../shared/model/coverage.ts";
import { onOneLine } from "../../shared/traceWords.ts";

/** The two figures, and what they cannot know. */
export function Summary({
  coverage: { stories, code, notices },
}: {
  readonly coverage: Coverage;
}): JSX.Element {
  return (
    <section class="summary" aria-label="Summary">
      <Figure title="Stories with code" share={stories} nouns={["begun story", "begun stories"]} />
      <Figure title="Code with a story" share={code} nouns={["definition", "definitions"]} />
      {notices.map((notice) => (
        <p class="notice" key={notice}>
          {onOneLine(notice)}
        </p>
      ))}
    </section>
  );
}

function Figure({
  title,
  share: { linked, total, percent },
  nouns: [one, many],
}: {
  readonly title: string;
  readonly share: Share;
  readonly nouns: readonly [string, string];
}): JSX.Element {
  const words =
    total === 0
      ? `there are no ${many}`
      : `${linked.toLocaleString("en")} of ${total.toLocaleString("en")} ${total === 1 ? one : many}`;
  return (
    <div class="figure">
      <h2>{title}</h2>
      {total === 0 ? null : <strong>{percent} %</strong>}
      {total === 0 ? null : (
        <span class="bar" aria-hidden="true">
          <span style={{ width: `${percent}%` }} />
        </span>
      )}
      <span class="words">{words}</span>
    </div>
  );
}
