import { commentStyleOf } from "../../linking/symbolHistory/commentStyle.ts";

/**
 * The text with everything that is no code replaced by spaces: comments, and texts between their quotes. Lines and offsets
 * stay. Made without a grammar, so that a text which does not parse is read as well as any; what is wrong on a line ends with
 * it, but for comments and texts that may go over several.
 */
export function maskCode(text: string, language: string): string {
  const style = commentStyleOf(language);
  const quotes = quotesOf(language);
  const parts: string[] = [];
  /** Depths of braces in the templates that are open around this place. */
  const templates: number[] = [];
  let kept = 0;
  let at = 0;
  const hide = (from: number, to: number): void => {
    parts.push(text.slice(kept, from), blank(text.slice(from, to)));
    kept = to;
  };
  while (at < text.length) {
    const sign = text.charAt(at);
    if (!interesting.has(sign)) {
      at++;
      continue;
    }
    const template = templates.at(-1);
    if (template !== undefined && (sign === "{" || sign === "}")) {
      templates[templates.length - 1] = template + (sign === "{" ? 1 : -1);
      at++;
      if (template > 1 || sign === "{") continue;
      templates.pop();
      const end = endOfTemplate(text, at);
      hide(at, end.at);
      at = end.opens ? openTemplate(templates, end.at) : end.at + 1;
      continue;
    }
    const comment = endOfComment(text, at, style);
    if (comment !== undefined) {
      hide(at, comment);
      at = comment;
      continue;
    }
    if (sign === "`" && quotes.templates) {
      const end = endOfTemplate(text, at + 1);
      hide(at + 1, end.at);
      at = end.opens ? openTemplate(templates, end.at) : end.at + 1;
      continue;
    }
    const end = endOfText(text, at, style.longTexts, quotes) ?? endOfPattern(text, at, quotes);
    if (end === undefined) at++;
    else {
      hide(at + 1, Math.max(at + 1, end - 1));
      at = end;
    }
  }
  parts.push(text.slice(kept));
  return parts.join("");
}

const interesting: ReadonlySet<string> = new Set(["/", "#", "-", "<", '"', "'", "`", "{", "}"]);

/** What stands between quotes in a language. */
interface Quotes {
  /** `'` begins a text, and not a single sign or a lifetime. */
  readonly single: boolean;
  readonly templates: boolean;
  /** `/` may begin a pattern. */
  readonly patterns: boolean;
}

function quotesOf(language: string): Quotes {
  const isScript = language === "typescript" || language === "tsx" || language === "javascript";
  return { single: isScript || textsInSingle.has(language), templates: isScript, patterns: isScript };
}

const textsInSingle = new Set("python php ruby bash powershell perl lua sql r".split(" "));

/** After `${`, whose brace is the first of the template. */
function openTemplate(templates: number[], at: number): number {
  templates.push(1);
  return at + 2;
}

/** Up to the end of a template, or to `${` in it. */
function endOfTemplate(text: string, from: number): { readonly at: number; readonly opens: boolean } {
  for (let at = from; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (sign === "`") return { at, opens: false };
    else if (sign === "$" && text.charAt(at + 1) === "{") return { at, opens: true };
  }
  return { at: text.length, opens: false };
}

function endOfComment(
  text: string,
  at: number,
  { line, block }: ReturnType<typeof commentStyleOf>,
): number | undefined {
  if (block !== undefined && text.startsWith(block[0], at)) {
    const end = text.indexOf(block[1], at + block[0].length);
    return end < 0 ? text.length : end + block[1].length;
  }
  const mark = line.find((each) => text.startsWith(each, at));
  // In a shell `$#` and `${#a}` are values.
  if (mark === undefined || (mark === "#" && /[$\w{]/.test(text.charAt(at - 1)))) return undefined;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function endOfText(
  text: string,
  at: number,
  longTexts: readonly string[],
  { single, templates }: Quotes,
): number | undefined {
  const sign = text.charAt(at);
  const long = templates ? undefined : longTexts.find((quote) => text.startsWith(quote, at));
  if (long !== undefined) {
    const end = text.indexOf(long, at + long.length);
    return end < 0 ? text.length : end + long.length;
  }
  if (sign !== '"' && sign !== "'") return undefined;
  if (sign === "'" && !single) {
    oneSign.lastIndex = at;
    const found = oneSign.exec(text)?.[0];
    return found === undefined ? undefined : at + found.length;
  }
  for (let next = at + 1; next < text.length; next++) {
    const other = text.charAt(next);
    if (other === "\\") next++;
    else if (other === sign) return next + 1;
    // What is not closed ends with its line.
    else if (other === "\n") return next + 1;
  }
  return text.length + 1;
}

const oneSign = /'(?:\\[^\n']{1,10}|[^\\'\n]{1,2})'/y;

/** A pattern of JavaScript stands where a value may begin. */
function endOfPattern(text: string, at: number, { patterns }: Quotes): number | undefined {
  if (!patterns || text.charAt(at) !== "/") return undefined;
  const before = /(\S)\s*$/.exec(text.slice(Math.max(0, at - 40), at))?.[1] ?? "(";
  const word = /\b(?:return|typeof|case|in|of|yield|await)\s*$/.test(text.slice(Math.max(0, at - 12), at));
  if (!word && !"(,=:[!&|?{};+~".includes(before)) return undefined;
  let isInClass = false;
  for (let next = at + 1; next < text.length; next++) {
    const sign = text.charAt(next);
    if (sign === "\n") return undefined;
    if (sign === "\\") next++;
    else if (sign === "[") isInClass = true;
    else if (sign === "]") isInClass = false;
    else if (sign === "/" && !isInClass) return next + 1;
  }
  return undefined;
}

function blank(part: string): string {
  return part.replace(/[^\n]/g, " ");
}
