import type { Answer, Passage } from "../../shared/model/answer.ts";
import type { ShownTurn } from "../../shared/protocol/chatMessages.ts";
import { onOneLine } from "../../shared/traceWords.ts";

/**
 * An answer as Markdown that reads the same wherever it is pasted: question, summary, and each passage with a link that counts from the
 * folder. What others wrote is escaped or stands in a fence, so that it is no markup there either.
 */
export function answerMarkdown({ question, answer, failure }: ShownTurn): string {
  const head = `**${plain(question)}**`;
  if (answer === undefined) return `${head}\n\n${plain(failure ?? "There is no answer yet.")}\n`;
  return `${[head, plain(answer.summary), ...answer.passages.map(passageMarkdown)].join("\n\n")}\n`;
}

function passageMarkdown(passage: Passage): string {
  const { number, title, key, byline, reason, text } = passage;
  const name = [key, title === key ? undefined : title].filter(Boolean).join(" ");
  const rest = [byline, reason]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => plain(part ?? ""));
  return [
    `[${number}] ${[citationLink(passage), plain(name), ...rest].join(" · ")}`,
    fenced(passage, text),
  ].join("\n\n");
}

/** Of a file of the folder a link to its lines, as Git hosts read it; else the words of the citation. */
function citationLink({ citation }: Passage): string {
  const { label, path, startLine, endLine, startPage } = citation;
  const words = plain(label);
  if (path === undefined || /^[^/:]+:\//.test(path)) return words;
  const lines = startLine === undefined ? "" : `#L${startLine}${endLine === startLine ? "" : `-L${endLine}`}`;
  const address = path
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`))
    .join("/");
  return `[${words}](${address}${startPage === undefined ? lines : `#page=${startPage}`})`;
}

/** A fence that is longer than any in the text. */
function fenced({ kind, citation }: Passage, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const extension = kind === "code" ? (/\.(\w+)$/.exec(citation.path ?? "")?.[1] ?? "") : "";
  return `${fence}${extension}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** On one line, with every sign escaped that means something in Markdown or HTML. */
function plain(text: string): string {
  return onOneLine(text).replace(/[\\`*_{}[\]<>|#~!]/g, "\\$&");
}

/** The passage behind `[number]`. */
export function passageOf(answer: Answer | undefined, number: number): Passage | undefined {
  return answer?.passages.find((each) => each.number === number);
}
