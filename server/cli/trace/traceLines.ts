import type { Trace, TraceBranch, TraceLink } from "../../../shared/model/trace.ts";
import { linkSentence, nodeWords } from "../../../shared/traceWords.ts";
import { counted } from "../../base/counted.ts";
import { forTerminal } from "../../base/terminalText.ts";

/** How wide the terminal is, and whether it shows colours. */
export interface TraceStyle {
  readonly columns: number;
  readonly isColoured: boolean;
}

/** A trace as a tree. The shape of a branch tells its origin: `──` stated, `┄┄` inferred, `══` confirmed, `╳╳` rejected. */
export function traceLines(trace: Trace, style: TraceStyle): readonly string[] {
  const when = trace.asOf === undefined ? "" : ` (as of ${trace.asOf.slice(0, 10)})`;
  return [
    `${paint(nodeWords(trace.subject), "bold", style)}${when}`,
    forTerminal(trace.summary),
    ...(trace.roots.length === 0 ? [] : [""]),
    ...trace.roots.flatMap((root) => branchLines(root, "", "", style)),
    ...(trace.roots.some(holdsInferred)
      ? ["", "`whence link confirm` or `reject` settles what is inferred."]
      : []),
    ...(trace.notices.length === 0 ? [] : [""]),
    ...trace.notices.map(forTerminal),
  ];
}

function holdsInferred({ link, children }: TraceBranch): boolean {
  return link?.origin === "inferred" || children.some(holdsInferred);
}

/** What is traced and its tree, without colour, as a part of something else. */
export function chainLines({ subject, roots }: Trace, columns: number): readonly string[] {
  const tree = roots.flatMap((root) => branchLines(root, "", "", { columns, isColoured: false }));
  // An item stands in its own tree.
  return subject.id.startsWith("item:") ? tree : [nodeWords(subject), ...tree];
}

function branchLines(branch: TraceBranch, lead: string, below: string, style: TraceStyle): readonly string[] {
  const { node, link, children, hiddenChildren = 0 } = branch;
  const marks = `${branch.isSubject === true ? "  ← asked for" : ""}${branch.isRepeated === true ? "  (see above)" : ""}`;
  const words = `${nodeWords(node)}${madeWords(branch)}${marks}`;
  const shown = branch.isSubject === true ? paint(words, "bold", style) : words;
  const rest = hiddenChildren > 0 ? [`${below}└── … ${hiddenChildren} more`] : [];
  return [
    ...headLines(
      words,
      shown,
      link,
      { lead, below: children.length > 0 || rest.length > 0 ? `${below}│` : `${below} ` },
      style,
    ),
    ...children.flatMap((child, at) => {
      const isLast = at === children.length - 1 && rest.length === 0;
      const [corner, beneath] = isLast ? ["└", "    "] : ["├", "│   "];
      return branchLines(child, `${below}${corner}${stroke(child.link)} `, `${below}${beneath}`, style);
    }),
    ...rest,
  ];
}

/** The node, and how it is linked: behind it where there is room, else in a line of its own. */
function headLines(
  words: string,
  shown: string,
  link: TraceLink | undefined,
  { lead, below }: { readonly lead: string; readonly below: string },
  style: TraceStyle,
): readonly string[] {
  if (link === undefined) return [`${lead}${shown}`];
  const how = linkSentence(link);
  if (lead.length + words.length + how.length + 5 <= style.columns)
    return [`${lead}${shown}  ${paint(`— ${how}`, "dim", style)}`];
  return [`${lead}${shown}`, `${below}     ${paint(how, "dim", style)}`];
}

function madeWords({ made }: TraceBranch): string {
  if (made === undefined) return "";
  const { commits, symbols } = made;
  return commits === 0
    ? "  no commits"
    : `  ${counted(commits, "commit")}, ${counted(symbols, "definition")}`;
}

function stroke(link: TraceLink | undefined): string {
  const strokes = { stated: "──", inferred: "┄┄", confirmed: "══", rejected: "╳╳" };
  return strokes[link?.origin ?? "stated"];
}

const codes = { bold: "1", dim: "2" } as const;

function paint(text: string, weight: keyof typeof codes, { isColoured }: TraceStyle): string {
  return isColoured ? `\u001b[${codes[weight]}m${text}\u001b[0m` : text;
}
