import type { Trace, TraceBranch, TraceLink, TraceNode } from "../../shared/model/trace.ts";
import type { DecideArguments } from "../../shared/protocol/commands.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import {
  evidenceWords,
  isItem,
  kindWord,
  linkRole,
  nodeWords,
  onOneLine,
  originWords,
} from "../../shared/traceWords.ts";

/** One row of the trace view. All texts are plain; what others wrote is on one line. */
export interface TraceRow {
  /** Stays the same while the chain does, so that open and selected rows stay so. */
  readonly id: string;
  readonly label: string;
  /** Behind the label: how it is linked, in words. */
  readonly description: string;
  readonly icon: string;
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Words that menus ask for: what can be done with the row. */
  readonly marks: readonly string[];
  readonly node: TraceNode;
  readonly link?: TraceLink;
  /** Folder that paths count from. */
  readonly folder: string;
  /** The link between an item and code that stands here and can be decided on. */
  readonly decide?: DecideArguments;
  readonly children: readonly TraceRow[];
}

/** Which links are left out. What a person confirmed counts as stated. */
export interface TraceFilter {
  readonly hidesStated: boolean;
  readonly hidesInferred: boolean;
}

/** The rows of a trace: first what was asked for, where that stands in no other row, then the chain. */
export function traceRows(trace: Trace, folder: string, filter: TraceFilter): readonly TraceRow[] {
  const { subject, roots } = trace;
  const code = isCode(subject) ? codeReference(subject, folder) : undefined;
  const chain = roots
    .filter((root) => isShown(root, filter))
    .map((root) => branchRow(root, { folder, code, filter, above: "", item: undefined }));
  const head = isItem(subject.kind) ? [] : [subjectRow(trace, folder)];
  return chain.length === 0 ? [] : [...head, ...chain];
}

interface Surroundings {
  readonly folder: string;
  /** The code that is traced, where it is code. */
  readonly code: CodeReference | undefined;
  readonly filter: TraceFilter;
  readonly above: string;
  /** Key of the nearest item above. */
  readonly item: string | undefined;
}

function branchRow(branch: TraceBranch, around: Surroundings): TraceRow {
  const { node, link } = branch;
  const { folder, filter, code } = around;
  const id = `${around.above}/${node.id}`;
  const item = isItem(node.kind) && node.kind !== "pullRequest" ? node.key : around.item;
  const children = branch.children
    .filter((child) => isShown(child, filter))
    .map((child) => branchRow(child, { ...around, above: id, item }));
  const decide = decideArguments(branch, { ...around, item: around.item, code });
  const hidden = hiddenRow(branch, id, folder);
  return {
    ...wordsOf(branch),
    id,
    icon: iconOf(node),
    marks: marksOf(node, link, decide),
    node,
    folder,
    children: hidden === undefined ? children : [...children, hidden],
    ...(link === undefined ? {} : { link }),
    ...(decide === undefined ? {} : { decide }),
  };
}

function subjectRow({ subject }: Trace, folder: string): TraceRow {
  const words = nodeWords(subject).replace(/ {2,}/g, " ");
  return {
    id: `subject/${subject.id}`,
    label: labelOf(subject),
    description: placeOf(subject),
    icon: iconOf(subject),
    tooltip: words,
    spoken: `${words}, asked for`,
    marks: marksOf(subject, undefined, undefined),
    node: subject,
    folder,
    children: [],
  };
}

function hiddenRow(
  { hiddenChildren = 0, node }: TraceBranch,
  above: string,
  folder: string,
): TraceRow | undefined {
  if (hiddenChildren === 0) return undefined;
  const label = `${hiddenChildren} more`;
  return {
    ...{ id: `${above}/more`, label, description: "", icon: "ellipsis", tooltip: label, spoken: label },
    ...{ marks: [], node, folder, children: [] },
  };
}

function isShown(branch: TraceBranch, filter: TraceFilter): boolean {
  const isInferred = branch.link?.origin === "inferred";
  if (filter.hidesInferred && isInferred) return false;
  if (filter.hidesStated) return !filter.hidesInferred && holdsInferred(branch);
  if (!filter.hidesInferred) return true;
  // An item whose links are all hidden stands for nothing; one without any was asked for itself.
  return branch.children.length === 0 || branch.children.some((child) => isShown(child, filter));
}

function holdsInferred({ link, children }: TraceBranch): boolean {
  return link?.origin === "inferred" || children.some(holdsInferred);
}

/** A link is decided between an item and a definition or file: where code hangs below an item, in either direction. */
function decideArguments({ node, link }: TraceBranch, around: Surroundings): DecideArguments | undefined {
  const { item, folder, code } = around;
  if (link === undefined || item === undefined || isItem(node.kind)) return undefined;
  const own = isCode(node) ? codeReference(node, folder) : code;
  return own === undefined || node.repository !== undefined ? undefined : { key: item, code: own };
}

function isCode({ kind, path }: TraceNode): boolean {
  return path !== undefined && (kind === "symbol" || kind === "file");
}

function codeReference({ kind, path = "", key, startLine }: TraceNode, folder: string): CodeReference {
  const isSymbol = kind === "symbol" && key !== undefined;
  return {
    folder,
    path,
    ...(isSymbol ? { name: key, ...(startLine === undefined ? {} : { line: startLine }) } : {}),
  };
}

function wordsOf(branch: TraceBranch): Pick<TraceRow, "label" | "description" | "tooltip" | "spoken"> {
  const { node, link, made, isSubject, isRepeated } = branch;
  const asked = isSubject === true ? ["asked for"] : [];
  const repeated = isRepeated === true ? ["shown above with what is below it"] : [];
  const work =
    made === undefined
      ? []
      : [made.commits === 0 ? "no commits" : `${made.commits} commits, ${made.symbols} definitions`];
  const how = link === undefined ? [] : [`${linkRole(link)}, ${originWords(link)}`];
  const shape = link === undefined ? "" : originShapes[link.origin];
  const shortHow =
    link === undefined
      ? []
      : [link.kind === "parentOf" ? originWords(link) : `${originWords(link)}, ${linkRole(link)}`];
  const state = node.status === undefined ? [] : [onOneLine(node.status)];
  const evidence = link?.evidence.map((each) => `• ${evidenceWords(each)}`) ?? [];
  const words = nodeWords(node).replace(/ {2,}/g, " ");
  return {
    label: `${shape}${labelOf(node)}`,
    description: [...shortHow, ...state, ...asked, ...work, ...repeated].join(" · "),
    tooltip: [words, ...how, ...evidence].join("\n"),
    spoken: [words, ...how, ...asked, ...work, ...repeated].join(", "),
  };
}

/**
 * What was not simply stated is told by shape as much as by word, and before the label, where a narrow view still shows it: hollow for
 * inferred, a tick or a cross for what a person decided.
 */
const originShapes = { stated: "", inferred: "○ ", confirmed: "✓ ", rejected: "✗ " } as const;

function labelOf({ kind, key, title, date }: TraceNode): string {
  if (kind === "commit") return onOneLine([key, title, date?.slice(0, 10)].filter(Boolean).join(" "));
  if (kind === "symbol") return onOneLine(key === undefined ? title : `${title} ${key}`);
  if (kind === "file") return onOneLine(title);
  const name = title === key ? [key] : [key, title];
  return onOneLine([kindWord(kind), ...name.filter(Boolean)].join(" "));
}

function placeOf({ path, startLine }: TraceNode): string {
  if (path === undefined) return "";
  return onOneLine(startLine === undefined ? path : `${path}:${startLine}`);
}

const icons: Readonly<Record<string, string>> = {
  prd: "book",
  product: "package",
  epic: "layers",
  story: "bookmark",
  task: "tasklist",
  techSpec: "notebook",
  page: "note",
  pullRequest: "git-pull-request",
  commit: "git-commit",
  file: "file-code",
  line: "file-code",
  symbol: "symbol-method",
  person: "person",
};

function iconOf({ kind, title }: TraceNode): string {
  if (kind === "symbol" && /^(?:class|interface|enum|constant|variable|property|field)$/.test(title))
    return `symbol-${title}`;
  return icons[kind] ?? "issues";
}

function marksOf(
  node: TraceNode,
  link: TraceLink | undefined,
  decide: DecideArguments | undefined,
): readonly string[] {
  const isHttp = /^https?:\/\//.test(node.url ?? "");
  const canOpen = node.path !== undefined || isHttp || node.kind === "commit";
  return [
    "node",
    ...(canOpen ? ["openable"] : []),
    ...(isItem(node.kind) && node.key !== undefined ? ["traceable"] : []),
    ...(isHttp ? ["url"] : []),
    ...(link === undefined ? [] : ["linked"]),
    ...(link === undefined || decide === undefined ? [] : decisionMarks[link.origin]),
  ];
}

const decisionMarks: Readonly<Record<TraceLink["origin"], readonly string[]>> = {
  stated: ["decidable", "rejectable"],
  inferred: ["decidable", "confirmable", "rejectable"],
  confirmed: ["decidable", "rejectable", "decided"],
  rejected: ["decidable", "confirmable", "decided"],
};
