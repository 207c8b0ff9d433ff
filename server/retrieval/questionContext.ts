import type { QuestionContext } from "../../shared/model/conversation.ts";
import { searchTerms } from "../model/searchTerms.ts";
import type { Candidate } from "./candidate.ts";
import type { GivenContext, GivenPlace } from "./givenContext.ts";
import type { QueryPlan } from "./queryPlan.ts";

/** What a question is about beside its words: selections, symbols, files and items. */
export function givenContext(context: readonly QuestionContext[]): GivenContext | undefined {
  const places = context.flatMap((each): readonly GivenPlace[] => {
    switch (each.kind) {
      case "selection": {
        const { path, startLine, endLine } = each;
        return [{ path, startLine, endLine, detail: "is what you selected" }];
      }
      case "symbol": {
        const { path, line, name } = each;
        return [{ path, startLine: line, endLine: line, detail: `defines ${name}, which you asked about` }];
      }
      case "file":
        return [{ path: each.path, detail: "is in the file that you asked about" }];
      default:
        return [];
    }
  });
  const keys = context.flatMap((each) => (each.kind === "item" ? [each.key] : []));
  return places.length + keys.length === 0 ? undefined : { places, keys };
}

/** Files and folders that alone may answer; nothing where all may, as the folder itself says. */
export function narrowedTo(context: readonly QuestionContext[]): readonly string[] | undefined {
  const paths = context.flatMap((each) =>
    each.kind === "file" || each.kind === "folder" ? [each.path.replace(/^(?:\.?\/)+|\/+$/g, "")] : [],
  );
  return paths.length === 0 || paths.includes("") ? undefined : paths;
}

const pointing = /\b(?:this|that|these|those|it|its|here|selection|selected)\b/i;
const emptyWords = new Set(
  searchTerms(
    "what why how who when where which does do is are was were explain describe summarize show tell work works use used file code function method class type symbol story item mean means purpose happen happens change changed last exist exists need needed",
  ),
);

/** True for "what does this do?": the question points at what was added to it, or says nothing else. */
export function asksOfGiven({ given, question, terms }: QueryPlan): boolean {
  return given !== undefined && (pointing.test(question) || terms.every((term) => emptyWords.has(term)));
}

/** Of a question that points at what was added to it, that comes before what is linked to it. */
export function givenFirst(plan: QueryPlan, candidates: readonly Candidate[]): readonly Candidate[] {
  const details = new Set(plan.given?.places.map(({ detail }) => detail));
  if (details.size === 0 || !asksOfGiven(plan)) return candidates;
  const isGiven = ({ reasons }: Candidate) => reasons.some(({ detail = "" }) => details.has(detail));
  return [...candidates.filter(isGiven), ...candidates.filter((candidate) => !isGiven(candidate))];
}
