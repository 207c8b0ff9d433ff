import type { Passage } from "../../../shared/model/answer.ts";
import type { Trace, TraceBranch, TraceLink } from "../../../shared/model/trace.ts";
import type { ChatStatus, ShownTurn } from "../../../shared/protocol/chatMessages.ts";

/** A window in which one can ask. */
export const readyStatus: ChatStatus = {
  canAsk: true,
  sentence: "",
  actions: [],
  folders: [{ uri: "file:///harbour", name: "harbour" }],
  folder: "file:///harbour",
};

/** A question that was answered with `passages`. */
export function answeredTurn(passages: readonly Passage[], rest: Partial<ShownTurn> = {}): ShownTurn {
  const question = rest.question ?? "Why does no ferry leave at night?";
  return {
    id: "turn-1",
    question,
    context: [],
    filter: {},
    askedAt: "2026-11-29T03:00:00.000Z",
    state: "answered",
    answer: {
      question,
      found: passages.length > 0,
      summary:
        passages.length > 0
          ? `${passages.length} passages from ${passages.length} files, most telling first.`
          : "Nothing in the index says why the moon is green: no file speaks of moon.",
      passages,
      support: 0.9,
    },
    followUps: [],
    ...rest,
  };
}

/** Lines of code. */
export function codePassage(number: number, rest: Partial<Passage> = {}): Passage {
  return {
    number,
    kind: "code",
    title: "nextDeparture, isNight",
    text: "/** Hour of the next departure. At night the harbour is closed. */\nexport function nextDeparture(hour: number): number {\n  return isNight(hour) ? 6 : hour + 1;\n}\n",
    citation: {
      label: `src/timetable${number}.ts:1-4@a27999f`,
      uri: `repo:src/timetable${number}.ts`,
      path: `src/timetable${number}.ts`,
      startLine: 1,
      endLine: 4,
    },
    reason: "its comment says so",
    reasons: ["its comment says so", "words: night, ferry"],
    ...rest,
  };
}

/** A section of a specification. */
export function specPassage(number: number, text: string, rest: Partial<Passage> = {}): Passage {
  return {
    number,
    kind: "spec",
    title: "No ferry at night",
    key: "PIER-3",
    text,
    citation: {
      label: `docs/specs/PIER-3.md:9-${9 + text.split("\n").length}@a27999f`,
      uri: "repo:docs/specs/PIER-3.md",
      path: "docs/specs/PIER-3.md",
      startLine: 9,
      endLine: 9 + text.split("\n").length,
    },
    reason: "the story behind it",
    reasons: ["the story behind it"],
    ...rest,
  };
}

/** From the PRD to a definition; the last link is inferred. */
export const harbourChain: Trace = {
  target: "nextDeparture",
  subject: {
    id: "symbol:nextDeparture",
    kind: "symbol",
    key: "nextDeparture",
    title: "function",
    path: "src/timetable.ts",
    startLine: 2,
  },
  isLinked: true,
  summary: "nextDeparture was made for PIER-3.",
  roots: [
    branch("prd", "PIER-1", "A harbour that people can rely on", undefined, [
      branch("epic", "PIER-2", "Tickets and timetable", "stated", [
        branch("story", "PIER-3", "No ferry at night", "stated", [
          branch("commit", "bf2c1d0", "PIER-3: no departure at night", "stated", [
            branch("symbol", "nextDeparture", "function", "stated", []),
          ]),
          branch("symbol", "assignBerth", "function", "inferred", []),
        ]),
      ]),
    ]),
  ],
  notices: [],
};

function branch(
  kind: string,
  key: string,
  title: string,
  origin: TraceLink["origin"] | undefined,
  children: readonly TraceBranch[],
): TraceBranch {
  const place = kind === "commit" ? {} : { path: `docs/${key}.md`, startLine: 1 };
  const link: TraceLink | undefined =
    origin === undefined
      ? undefined
      : {
          kind: kind === "epic" || kind === "story" ? "parentOf" : "implements",
          origin,
          confidence: origin === "inferred" ? 0.71 : 1,
          evidence: [],
          validFrom: "2026-11-01T00:00:00.000Z",
        };
  return {
    node: { id: `${kind}:${key}`, kind, key, title, ...place },
    children,
    ...(link === undefined ? {} : { link }),
  };
}
