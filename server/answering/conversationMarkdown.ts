import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { Conversation, Turn } from "../../shared/model/conversation.ts";

/** A conversation as Markdown, to keep or to send: each citation is a link to its file, beside the version that was read. */
export function conversationMarkdown({ title, createdAt, turns }: Conversation): string {
  const head = [
    `# ${escaped(title)}`,
    "",
    `Asked on ${createdAt.slice(0, 10)}. Answers are passages of the sources.`,
  ];
  return `${[...head, ...turns.flatMap(turnLines)].join("\n")}\n`;
}

function turnLines({ question, state, answer, failure, rating }: Turn): readonly string[] {
  const outcome = {
    asking: "The editor ended before the answer came.",
    stopped: "Stopped before the answer was complete.",
    failed: failure ?? "This could not be answered.",
    answered: "",
  }[state];
  const opinion =
    rating && `Rated ${rating.verdict}${rating.reason === undefined ? "." : `: ${rating.reason}`}`;
  return [
    "",
    `## ${escaped(question.replaceAll(/\s*\n\s*/g, " "))}`,
    ...(outcome === "" ? [] : ["", escaped(outcome)]),
    ...(answer === undefined ? [] : answerLines(answer)),
    ...(opinion === undefined ? [] : ["", escaped(opinion)]),
  ];
}

function answerLines({ summary, passages }: Answer): readonly string[] {
  return ["", escaped(summary), ...passages.flatMap(passageLines)];
}

function passageLines({ number, title, text, citation, kind, key, reasons }: Passage): readonly string[] {
  const { path, startLine } = citation;
  const line =
    path === undefined || startLine === undefined || citation.startPage !== undefined ? "" : `#L${startLine}`;
  const label = escaped(citation.label);
  // A file of an extra folder is not below the folder, and a commit is no file.
  const isLinked = path !== undefined && !/^[^/:]+:\//.test(path);
  const place = isLinked
    ? `[${label}](${encodeURI(path).replaceAll("(", "%28").replaceAll(")", "%29")}${line})`
    : label;
  const heading = key === undefined ? title : `${key} ${title}`;
  const fence = fenceFor(text);
  return [
    "",
    `**[${number}]** ${place} ${escaped(heading)}`,
    "",
    `${fence}${kind === "code" ? languageOf(path) : "text"}`,
    text,
    fence,
    "",
    ...(reasons.length === 0 ? [] : [`Why: ${escaped(reasons.join("; "))}`]),
  ];
}

/** Longer than any run of backticks in the text. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return "`".repeat(longest + 1);
}

function languageOf(path = ""): string {
  return /\.(\w+)$/.exec(path)?.[1] ?? "";
}

/** Other people's text makes no link, picture, heading or HTML. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#!|]/g, "\\$&");
}
