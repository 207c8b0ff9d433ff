import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ShownTurn } from "../../shared/protocol/chatMessages.ts";
import { editor } from "./editorSide.ts";
import { IconButton } from "./icons.tsx";

/** Thumbs up and down; the latter asks what was wrong, and need not be told. Pressed once more, a thumb is taken back. */
export function RatingButtons({
  turn,
  isAsking,
  onAsk,
}: {
  readonly turn: ShownTurn;
  readonly isAsking: boolean;
  readonly onAsk: (isAsking: boolean) => void;
}) {
  const verdict = turn.rating?.verdict;
  const rate = (wanted: "good" | "bad") => {
    const isTakenBack = verdict === wanted;
    editor.post({ type: "rate", turn: turn.id, ...(isTakenBack ? {} : { verdict: wanted }) });
    onAsk(wanted === "bad" && !isTakenBack && !isAsking);
  };
  return (
    <>
      <IconButton
        icon="good"
        label="Good answer"
        isPressed={verdict === "good"}
        onClick={() => rate("good")}
      />
      <IconButton icon="bad" label="Bad answer" isPressed={verdict === "bad"} onClick={() => rate("bad")} />
    </>
  );
}

/** Asks why an answer was bad. */
export function ReasonForm({ turn, onEnd }: { readonly turn: ShownTurn; readonly onEnd: () => void }) {
  const [reason, setReason] = useState(turn.rating?.reason ?? "");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const send = () => {
    if (reason.trim() !== "")
      editor.post({ type: "rate", turn: turn.id, verdict: "bad", reason: reason.trim() });
    onEnd();
  };
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label>
        <span>What was wrong or missing? It stays on this computer.</span>
        <input
          type="text"
          value={reason}
          maxLength={2_000}
          ref={field}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && onEnd()}
        />
      </label>
      <button type="submit" class="secondary">
        Keep
      </button>
    </form>
  );
}
