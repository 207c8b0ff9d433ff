/** A path glob in the forms which its evaluators need. */
export interface PathPattern {
  /** Anchored regular expression in the common subset of JavaScript (flag `u`) and Rust's regex crate. */
  readonly regex: string;
  /** Every matching path starts with this; empty where nothing is certain. */
  readonly prefix: string;
  /** Every matching path ends with this; empty where nothing is certain. */
  readonly suffix: string;
  /** Which of the above decides by itself: that is the commonest case, and much faster than the expression. */
  readonly decidedBy: "regex" | "prefix" | "suffix";
}

/**
 * Reads a glob over whole paths: `*` and `?` stay within one folder, `**` crosses folders, `[a-z]`, `[!a]` and
 * `{a,b}` as usual, `\` escapes. A pattern without `/` matches at any depth; one whose last part has no wildcard or
 * that ends in `/` also matches everything below a folder of that name. Unclosed brackets stand for themselves.
 */
export function readPathGlob(glob: string): PathPattern {
  const rooted = glob.replace(/^(?:\.?\/)+/, "");
  const trimmed = rooted.replace(/\/+$/, "");
  const anyDepth = !rooted.includes("/") && rooted === glob;
  const lastPart = trimmed.slice(trimmed.lastIndexOf("/") + 1);
  const folderOnly = trimmed !== rooted;
  const body = translate(trimmed);
  const below = folderOnly ? "/.*" : wildcard.test(lastPart) ? "" : "(?:/.*)?";
  const prefix = anyDepth ? "" : trimmed.slice(0, Math.max(0, trimmed.search(wildcard)));
  const suffix = below === "" ? (/[^*?[\]{}\\/]*$/.exec(trimmed)?.[0] ?? "") : "";
  return {
    regex: `^${anyDepth ? "(?:.*/)?" : ""}${body}${below}$`,
    prefix,
    suffix,
    decidedBy: decidedBy(trimmed, anyDepth, prefix, suffix),
  };
}

/** `src/**` says no more than its prefix; `*.ts` at any depth, and `**` before such a part, no more than its suffix. */
function decidedBy(
  glob: string,
  anyDepth: boolean,
  prefix: string,
  suffix: string,
): PathPattern["decidedBy"] {
  if (prefix.endsWith("/") && glob === `${prefix}**`) return "prefix";
  if (suffix === "") return "regex";
  return (anyDepth && glob === `*${suffix}`) || glob === `**/*${suffix}` ? "suffix" : "regex";
}

const wildcard = /[*?[\]{}\\]/;

function translate(glob: string): string {
  const closing = matchingBraces(glob);
  let regex = "";
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = String.fromCodePoint(glob.codePointAt(at) ?? 0);
    const set = character === "[" ? readSet(glob, at) : undefined;
    if (character === "*") {
      const stars = /^\*+/.exec(glob.slice(at))?.[0].length ?? 1;
      const wholePart = (at === 0 || glob[at - 1] === "/") && glob[at + stars] === "/";
      if (stars > 1 && wholePart) {
        regex += "(?:.*/)?";
        at += stars;
      } else {
        regex += stars > 1 ? ".*" : "[^/]*";
        at += stars - 1;
      }
    } else if (character === "?") regex += "[^/]";
    else if (set !== undefined) {
      regex += set.regex;
      at = set.end;
    } else if (character === "{" && closing.has(at)) {
      regex += "(?:";
      depth++;
    } else if (character === "}" && depth > 0) {
      regex += ")";
      depth--;
    } else if (character === "," && depth > 0) regex += "|";
    else if (character === "\\" && at + 1 < glob.length) {
      const escaped = String.fromCodePoint(glob.codePointAt(at + 1) ?? 0);
      regex += literal(escaped);
      at += escaped.length;
    } else {
      regex += literal(character);
      at += character.length - 1;
    }
  }
  return regex;
}

/** Places of `{` which have their `}`. */
function matchingBraces(glob: string): Set<number> {
  const open: number[] = [];
  const closed = new Set<number>();
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === "\\") at++;
    else if (glob[at] === "{") open.push(at);
    else if (glob[at] === "}") {
      const from = open.pop();
      if (from !== undefined) closed.add(from);
    }
  }
  return closed;
}

/** A bracket expression such as `[a-z]` or `[!0-9]`, where it is closed and not empty. */
function readSet(glob: string, at: number): { readonly regex: string; readonly end: number } | undefined {
  const found = /^\[([!^]?)(\]?[^\]/]*)\]/u.exec(glob.slice(at));
  const content = found?.[2] ?? "";
  if (found === null || content === "") return undefined;
  const members = [...content].map((one) => (one === "-" ? one : literal(one))).join("");
  const ranges = isOrdered(content) ? members : members.replaceAll("-", "\\-");
  return { regex: `[${found[1] === "" ? "" : "^/"}${ranges}]`, end: at + found[0].length - 1 };
}

/** False where a range such as `z-a` or a `-` at the border would not be a range. */
function isOrdered(content: string): boolean {
  const characters = [...content];
  return characters.every((one, place) => {
    if (one !== "-") return true;
    const before = characters[place - 1];
    const after = characters[place + 1];
    return before !== undefined && after !== undefined && before < after && after !== "-" && before !== "-";
  });
}

/** One character as a regular expression; both engines know the escapes (JavaScript's flag `u` allows no others). */
function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
