/** Line drawings on a grid of 16, in the colour of the text beside them; what they mean is said by the button that holds them. */
const drawings = {
  send: "M2 8h11M9 3.5 13.5 8 9 12.5",
  stop: "M4 4h8v8H4z",
  add: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  filter: "M2 3.5h12L9.5 8.5V13L6.5 11.5v-3z",
  edit: "M3 13l.7-3L11 2.7 13.3 5 6 12.3zM9.5 4.2l2.3 2.3",
  again: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  copy: "M5.5 5.5h7v8h-7zM3 10.5v-8h7",
  good: "M5 7.5 8 2.5c1.2 0 1.7.9 1.4 2L9 6.5h3.4c.8 0 1.3.7 1.1 1.5l-1 4c-.2.6-.6 1-1.3 1H5zM2.5 7.5H5V13H2.5z",
  bad: "M5 8.5 8 13.5c1.2 0 1.7-.9 1.4-2L9 9.5h3.4c.8 0 1.3-.7 1.1-1.5l-1-4c-.2-.6-.6-1-1.3-1H5zM2.5 3H5v5.5H2.5z",
  insert: "M2 3h12M2 13h12M7 8h7M2 6v4l3-2z",
  open: "M9 2.5h4.5V7M13 3 7.5 8.5M6.5 3.5h-4v10h10v-4",
} as const;

/** A name of a drawing. */
export type IconName = keyof typeof drawings;

/** A drawing for a button. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}

/** A button that shows a drawing; its label is read out and shown under the mouse. */
export function IconButton({
  icon,
  label,
  onClick,
  isPressed,
  isDisabled = false,
  kind = "button",
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick?: () => void;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly kind?: "button" | "submit";
}) {
  return (
    <button
      type={kind}
      class="icon-button"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      {...(isPressed === undefined ? {} : { "aria-pressed": isPressed })}
      {...(onClick === undefined ? {} : { onClick })}
    >
      <Icon name={icon} />
    </button>
  );
}
