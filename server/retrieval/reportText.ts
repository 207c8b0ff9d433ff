/** A question or a pasted text in its parts. */
export interface ReportText {
  /** True for an issue, a log or a mail: written for people who fix things, not for a search. */
  readonly isReport: boolean;
  /** What the author says in own words; without code, output, versions and check boxes. A plain question is all prose. */
  readonly prose: string;
  /** Code, traces and output of tools. */
  readonly pasted: string;
}

/** Shorter texts are questions even where they have two lines. */
const reportLength = 200;
/** Frames of traces, prompts, rulers and failures as tools print them, and indented blocks. */
const pastedLine =
  /^\s*(?:>>>|\.\.\. |In \[|Out\[|E {2,}|File "|at [\w.$<>]+\(|Traceback|Caused by:|[=_-]{5})|^(?: {4}|\t)\s*\S/;
/** Check boxes and lists of versions stand in every report to a project, whatever it is about. */
const formLine =
  /^\s*-\s\[[ xX]\]|^\s*[\w.+-]{1,40}(?:\s{0,4}[:=]{1,2}\s{0,4}|\s{2,8}|-)(?:v?\d+(?:\.\d+)+\S{0,40}|None|installed|not installed)\s*$/;

/** Tells what a person says from what was pasted beside it. Linear in the length of the text; never throws. */
export function readReportText(text: string): ReportText {
  const lines = text.split("\n");
  if (text.length < reportLength || lines.length < 2) return { isReport: false, prose: text, pasted: "" };
  const prose: string[] = [];
  const pasted: string[] = [];
  let isInFence = false;
  let isInComment = false;
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line)) isInFence = !isInFence;
    else if (isInFence) pasted.push(line);
    else if (isInComment || line.includes("<!--")) isInComment = !line.includes("-->");
    else if (formLine.test(line)) continue;
    else if (pastedLine.test(line)) pasted.push(line);
    else prose.push(line);
  }
  // A text that is nothing but a log speaks through the log.
  return /\w{3}/.test(prose.join(""))
    ? { isReport: true, prose: prose.join("\n"), pasted: pasted.join("\n") }
    : { isReport: true, prose: text, pasted: "" };
}
