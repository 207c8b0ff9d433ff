/** How a variable was declared: by a type, by a value, or by what is taken out of a value. */
export interface Declared {
  /** Offset of the declaration. */
  readonly at: number;
  /** As written. */
  readonly type?: string;
  /** Offsets of the value. */
  readonly value?: { readonly start: number; readonly end: number };
  /** What of the value: an element of it, or the n-th of several results. */
  readonly part?: { readonly kind: "element" } | { readonly kind: "result"; readonly number: number };
  /** Which member of all that. */
  readonly member?: string;
}
