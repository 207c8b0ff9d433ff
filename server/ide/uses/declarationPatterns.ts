import type { Dialect } from "./dialect.ts";

/** What a declaration says of its variable: see `read` of `declarations.ts`. */
export type DeclarationShape =
  | "type"
  | "typeOrValue"
  | "value"
  | "element"
  | "member"
  | "results"
  | "before"
  | "unknown";

/** What stands before and after a name where it is declared. A pattern holds the name between the two. */
export interface DeclarationPattern {
  readonly pattern: RegExp;
  readonly shape: DeclarationShape;
  /** Brackets that the declaration may stand in; any where absent. */
  readonly within?: string;
}

type Row = readonly [before: string, after: string, shape: DeclarationShape, within?: string];

const words =
  "(?:(?:public|private|protected|internal|readonly|override|vararg|val|var|noinline|crossinline)\\s+)*";

const script: readonly Row[] = [
  ["\\bfor\\s*(?:await\\s*)?\\(\\s*(?:const|let|var)\\s+", "\\s+of\\s+", "element"],
  ["\\b(?:const|let|var|using)\\s+", "\\s*!?", "typeOrValue"],
  [`[(,]\\s*(?:@\\w+\\([^()]*\\)\\s*)*${words}(?:\\.\\.\\.)?`, "\\s*\\??(?=\\s*:)", "type", "("],
  ["[{,]\\s*(?:[\\w$]+\\s*:\\s*)?", "\\s*(?:=[^,{}]*)?(?=[,}])", "member", "{"],
  ["\\b(?:const|let|var)\\s*\\[[^\\]=;]*?", "[^\\]=;]*\\]\\s*=\\s*", "element"],
  [
    "(?<!\\b(?:if|while|switch|for|with)\\s*)[(,{[]\\s*(?:\\.\\.\\.)?",
    "\\s*(?:=[^=>;{}]{0,80})?(?:[,}][^(){};=]{0,300})?\\)\\s*(?::[^;{}=]{0,120})?(?:=>|\\{)",
    "unknown",
  ],
  ["(?<![\\w$.])", "\\s*=>", "unknown"],
];

const python: readonly Row[] = [
  ["[(,]\\s*\\*{0,2}", "(?=\\s*:[^=])", "typeOrValue", "("],
  ["(?:^|[\\n;])[ \\t]*", "(?=\\s*:[^=\\n])", "typeOrValue", ""],
  ["(?:^|[\\n:;])[ \\t]*", "(?=\\s*=[^=])", "typeOrValue", ""],
  ["\\(\\s*", "\\s*:=\\s*", "value"],
  ["\\b(?:if|while|elif|and|or|not)\\s+\\(?\\s*", "\\s*:=\\s*", "value"],
  ["\\bfor\\s+", "\\s+in\\s+", "element"],
  ["\\bfor\\s+[\\w, ()]*?", "[\\w, ()]*\\s+in\\s+", "unknown"],
  ["\\bwith\\s+([^\\n:,]+?)\\s+as\\s+", "", "before"],
  ["\\bexcept\\s+([\\w.]+)\\s+as\\s+", "", "before"],
  ["\\bdef\\s+\\w+\\s*\\((?:[^()]|\\([^()]*\\)){0,2000}?\\*{0,2}", "\\s*[,)=]", "unknown", "("],
  ["\\blambda\\b[^:\\n]*?", "[^:\\n]*:", "unknown"],
  ["(?:^|\\n)[ \\t]*[\\w, ()*]*?", "\\s*,[\\w, ()*.]*=[^=]", "unknown", ""],
  ["(?:^|\\n)[ \\t]*[\\w, ()*.]*,\\s*", "[\\w, ()*]*=[^=]", "unknown", ""],
];

const go: readonly Row[] = [
  ["\\bfor\\s+\\w+\\s*,\\s*", "\\s*:=\\s*range\\s+", "element"],
  ["(?:^|[\\n;{]|\\bif\\s|\\bfor\\s|\\bswitch\\s)\\s*", "\\s*:=\\s*(?!range\\b)", "value"],
  [
    "(?:^|[\\n;{]|\\bif\\s|\\bfor\\s|\\bswitch\\s)\\s*((?:\\w+\\s*,\\s*)*)",
    "(?:\\s*,\\s*\\w+)*\\s*:=\\s*(?!range\\b)",
    "results",
  ],
  ["\\bvar\\s+", "[ \\t]*", "typeOrValue"],
  ["[(,]\\s*", "(?:\\s*,\\s*\\w+)*\\s+(?=[*\\[\\]\\w.])", "type", "("],
];

const rust: readonly Row[] = [
  ["\\blet\\s+(?:mut\\s+)?", "", "typeOrValue"],
  ["[(,|]\\s*(?:mut\\s+)?", "(?=\\s*:[^:])", "type"],
  ["\\bfor\\s+(?:mut\\s+)?", "\\s+in\\s+", "element"],
  ["\\b(?:Some|Ok)\\s*\\(\\s*(?:ref\\s+)?(?:mut\\s+)?", "\\s*\\)\\s*=(?!=|>)\\s*", "value"],
  ["\\|[^|\\n]*?", "[^|\\n]*\\|", "unknown"],
  ["[(,]\\s*(?:ref\\s+|mut\\s+)*", "\\s*[,)][^=\\n;]*=>", "unknown"],
  ["\\blet\\s*\\([^)=]*?", "[^)=]*\\)\\s*=", "unknown"],
];

const ruby: readonly Row[] = [
  ["(?:^|\\n)[ \\t]*", "\\s*(?==[^=~])", "typeOrValue"],
  ["\\|[^|\\n]*?", "[^|\\n]*\\|", "unknown"],
  ["\\bdef\\s+[\\w.?!=]+\\s*\\([^)]*?", "", "unknown"],
];

/** Kotlin and Scala. */
const nameFirst: readonly Row[] = [
  ["\\bfor\\s*\\(\\s*", "\\s*(?:in\\b|<-)\\s*", "element"],
  ["\\b(?:val|var|let|const)\\s+", "", "typeOrValue"],
  [`[(,{]\\s*${words}`, "(?=\\s*:[^:])", "type", "("],
  ["[{(,]\\s*", "\\s*(?:,[^(){}]*)?->", "unknown"],
  ["(?<![\\w.])", "\\s*=>", "unknown"],
];

const typeFirst: readonly Row[] = [
  [
    "(?<![\\w$.>])([\\p{L}_\\\\][\\w.:\\\\]*(?:\\s*<(?:[^<>;(){}=]|<(?:[^<>;(){}=]|<[^<>;(){}=]*>)*>)*>)?(?:\\s*\\[\\s*\\])*(?:\\s*\\.\\.\\.)?)[\\s&*?]+",
    "(?=\\s*(?:[=;,)&|:[({]|in\\b|$))",
    "before",
  ],
  ["[(,]\\s*", "\\s*(?:,[^(){};]*)?\\)\\s*(?:->|=>)", "unknown"],
  ["(?<![\\w.$])", "\\s*(?:->(?!\\w)|=>)", "unknown"],
];

const php: readonly Row[] = [
  ...typeFirst,
  ["(?<![\\w$>:])", "\\s*(?==[^=>])", "typeOrValue"],
  ["[(,]\\s*&?", "\\s*[,)=]", "unknown"],
];

function rowsOf({ family, isTypeFirst }: Dialect): readonly Row[] {
  switch (family) {
    case "script":
      return script;
    case "python":
      return python;
    case "go":
      return go;
    case "rust":
      return rust;
    case "ruby":
      return ruby;
    case "php":
      return php;
    default:
      return isTypeFirst ? typeFirst : nameFirst;
  }
}

const known = new Map<string, readonly DeclarationPattern[]>();
const knownMost = 400;

/** The patterns of a language for a name; each matches where the name begins. */
export function declarationPatterns(dialect: Dialect, name: string): readonly DeclarationPattern[] {
  const key = `${dialect.family} ${dialect.isTypeFirst} ${name}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const word = name.replaceAll("$", "\\$");
  const made = rowsOf(dialect).map(([before, after, shape, within]): DeclarationPattern => {
    const pattern = new RegExp(`(?<=${before})${word}(?![\\w$])${after}`, "uy");
    return { pattern, shape, ...(within === undefined ? {} : { within }) };
  });
  if (known.size >= knownMost) known.clear();
  known.set(key, made);
  return made;
}
