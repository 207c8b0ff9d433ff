import { useLayoutEffect, useRef } from "preact/hooks";

/** A field that grows with its text; Enter sends, Shift+Enter begins a line, and what an input method still composes is left alone. */
export function QuestionBox({
  value,
  label,
  hint,
  isDisabled = false,
  focusCount,
  onInput,
  onSend,
  onEscape,
}: {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly isDisabled?: boolean;
  /** The keyboard comes here each time this changes to something above 0. */
  readonly focusCount: number;
  readonly onInput: (value: string) => void;
  readonly onSend: () => void;
  readonly onEscape: () => void;
}) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (focusCount === 0) return;
    box.current?.focus();
    box.current?.setSelectionRange(value.length, value.length);
  }, [focusCount]);
  return (
    <textarea
      ref={box}
      class="question-box"
      rows={2}
      value={value}
      aria-label={label}
      placeholder={hint}
      disabled={isDisabled}
      maxLength={8_000}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onEscape();
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        onSend();
      }}
    />
  );
}
