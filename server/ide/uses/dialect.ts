/** How names are found in a language. */
export interface Dialect {
  /** Languages whose code uses each other by name. */
  readonly family: string;
  /** Words for the object that a method belongs to, and for what its class is made of. */
  readonly self: readonly string[];
  readonly parent: readonly string[];
  /** Members of the class around need no receiver. */
  readonly hasBareMembers: boolean;
  /** `Refund refund`, and not `refund: Refund`. */
  readonly isTypeFirst: boolean;
  /** Methods and variables of one name do not hide each other. */
  readonly hasOwnMethodNames: boolean;
  /** Files of one folder see each other without an import. */
  readonly isFolderScope: boolean;
  /** What has no namespace is seen everywhere, as with includes and autoloading. */
  readonly isGlobalScope: boolean;
  /** Blocks end with braces. */
  readonly hasBraces: boolean;
}

const plain: Omit<Dialect, "family"> = {
  self: ["this"],
  parent: ["super"],
  hasBareMembers: false,
  isTypeFirst: false,
  hasOwnMethodNames: false,
  isFolderScope: false,
  isGlobalScope: false,
  hasBraces: true,
};
const script: Dialect = { ...plain, family: "script" };
const jvm: Dialect = { ...plain, family: "jvm", hasBareMembers: true, isFolderScope: true };
const c: Dialect = { ...plain, family: "c", hasBareMembers: true, isTypeFirst: true, isGlobalScope: true };

const dialects: Readonly<Record<string, Dialect>> = {
  typescript: script,
  tsx: script,
  javascript: script,
  java: { ...jvm, isTypeFirst: true, hasOwnMethodNames: true },
  kotlin: jvm,
  scala: jvm,
  python: { ...plain, family: "python", self: ["self", "cls"], parent: [], hasBraces: false },
  go: { ...plain, family: "go", self: [], parent: [], isFolderScope: true },
  rust: { ...plain, family: "rust", self: ["self", "Self"], parent: [] },
  csharp: {
    ...plain,
    family: "csharp",
    parent: ["base"],
    hasBareMembers: true,
    isTypeFirst: true,
    isGlobalScope: true,
  },
  php: {
    ...plain,
    family: "php",
    self: ["$this", "self", "static"],
    parent: ["parent"],
    isTypeFirst: true,
    hasOwnMethodNames: true,
    isGlobalScope: true,
  },
  ruby: {
    ...plain,
    family: "ruby",
    self: ["self"],
    hasBareMembers: true,
    isGlobalScope: true,
    hasBraces: false,
  },
  c,
  cpp: c,
  bash: { ...plain, family: "bash", self: [], parent: [], isGlobalScope: true },
  powershell: { ...plain, family: "powershell", self: ["$this"], parent: [], isGlobalScope: true },
};

/** The dialect of a language id; languages without a grammar of ours have none. */
export function dialectOf(language: string): Dialect | undefined {
  return dialects[language];
}
