/** A pattern of a CODEOWNERS file, cut into what matches one part of a path each. */
export interface PathPattern {
  readonly segments: readonly string[];
  /** True where what lies in a matching folder matches too. */
  readonly descends: boolean;
  /** True where it means folders alone. */
  readonly isFolder: boolean;
}

/**
 * Reads a pattern: `/` at the beginning or in the middle binds it to the root, without one it holds at any depth; `*` and
 * `?` match within a part, `**` any number of parts. A folder stands for all that it holds, except that `docs/*` means
 * the files of `docs` itself.
 */
export function pathPattern(pattern: string): PathPattern {
  const isRooted = pattern.replace(/\/+$/, "").includes("/");
  const parts = pattern.split("/").filter((part) => part !== "");
  const isFolder = pattern.endsWith("/");
  const segments = isRooted ? parts : ["**", ...parts];
  const descends = isFolder || !isRooted || parts.at(-1) !== "*";
  return { segments, descends, isFolder };
}

/** True where a path, cut at its `/`, matches. Takes time in proportion to pattern and path, whatever the pattern. */
export function matchesPathPattern(
  { segments, descends, isFolder }: PathPattern,
  path: readonly string[],
): boolean {
  // `reached` holds how many parts of the path can be used up by the pattern so far.
  let reached = new Set([0]);
  for (const segment of segments) {
    const next = new Set<number>();
    for (const used of reached) {
      const part = path[used];
      if (segment === "**") for (let to = used; to <= path.length; to++) next.add(to);
      else if (part !== undefined && matchesPart(segment, part)) next.add(used + 1);
    }
    reached = next;
  }
  if (!descends) return reached.has(path.length);
  return [...reached].some((used) => used > 0 && (!isFolder || used < path.length));
}

/** Wildcards within one part; goes back to the last `*` alone, which suffices. */
function matchesPart(pattern: string, part: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < part.length) {
    const sign = pattern[next];
    if (sign === "*") {
      star = next++;
      resume = at;
    } else if (sign === "?" || (sign !== undefined && sign === part[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
}
