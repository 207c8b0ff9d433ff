import type { Trace, TraceBranch, TraceLink, TraceNode } from "./model/trace.ts";
import { kindWord } from "./traceWords.ts";

const arrows = { stated: "-->", inferred: "-.->", confirmed: "==>", rejected: "--x" };

/**
 * A trace as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). The kind of arrow tells the origin: plain
 * for stated, dotted for inferred, thick for confirmed, crossed for rejected.
 */
export function traceMermaid(trace: Trace): string {
  const names = new Map<string, string>();
  const lines: string[] = [];
  const nameOf = (node: TraceNode): string => {
    const known = names.get(node.id);
    if (known !== undefined) return known;
    const name = `n${names.size}`;
    names.set(node.id, name);
    lines.push(`  ${name}["${label(node)}"]`);
    return name;
  };
  const links = new Set<string>();
  const visit = (branch: TraceBranch): void => {
    const above = nameOf(branch.node);
    for (const child of branch.children) {
      links.add(`  ${above} ${arrowOf(child.link)} ${nameOf(child.node)}`);
      visit(child);
    }
  };
  for (const root of trace.roots) visit(root);
  const subject = nameOf(trace.subject);
  return ["flowchart TD", ...lines, ...links, `  style ${subject} stroke-width:3px`, ""].join("\n");
}

function arrowOf(link: TraceLink | undefined): string {
  const arrow = arrows[link?.origin ?? "stated"];
  const role =
    link?.role ?? (link?.origin === "inferred" ? `${Math.round(link.confidence * 100)} %` : undefined);
  return role === undefined ? arrow : `${arrow}|"${escaped(role)}"|`;
}

function label({ kind, key, title }: TraceNode): string {
  const name = key === undefined || key === title ? title : `${key} ${title}`;
  return escaped(`${kindWord(kind)}: ${name}`.slice(0, 120));
}

/** Mermaid reads entities in quoted text; everything else that could end the quotation or be markup becomes one; signs that cannot be seen are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, "\ufffd")
    .replace(/[^\p{L}\p{N} .,:;/_+=()'-]/gu, (sign) => `#${sign.codePointAt(0) ?? 0xfffd};`);
}
