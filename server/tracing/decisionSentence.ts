import { nodeWords } from "../../shared/traceWords.ts";
import type { Verdict } from "../model/decision.ts";
import type { LinkEnds } from "./linkEnds.ts";

const beginnings: Readonly<Record<Verdict, string>> = {
  confirmed: "Confirmed:",
  rejected: "Rejected:",
  withdrawn: "Taken back, what was decided on",
};

/** What was decided, in a line for people. */
export function decisionSentence(verdict: Verdict, { item, code }: LinkEnds): string {
  const what = code.symbol === undefined ? code.path : `${code.symbol.symbol.qualifiedName} (${code.path})`;
  return `${beginnings[verdict]} ${what} — ${nodeWords(item)}`;
}
