import { matchesPathPattern, type PathPattern, pathPattern } from "./pathPattern.ts";

/** Where hosts look for the file, the first that is there: GitHub, GitLab, Bitbucket, Gitea. */
export const codeOwnersPaths: readonly string[] = [
  ".github/CODEOWNERS",
  ".gitlab/CODEOWNERS",
  ".bitbucket/CODEOWNERS",
  ".gitea/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
];

/** Who owns a file, and which line says so. */
export interface Ownership {
  /** As written: `@ann`, `@org/team`, `ann@example.org`. */
  readonly owners: readonly string[];
  readonly pattern: string;
  /** Line of the CODEOWNERS file, from 1. */
  readonly line: number;
  /** Of GitLab, where the rule stands in one. */
  readonly section?: string;
}

/** Owners of paths. */
export interface CodeOwners {
  /** By the last rule that matches, in each section; none where nobody owns the file. Paths are those in the repository. */
  of(path: string): readonly Ownership[];
}

/**
 * Reads a CODEOWNERS file of GitHub or GitLab (sections, their owners, `!` for what is owned by nobody). What is no rule
 * is passed over.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 * https://docs.gitlab.com/user/project/codeowners/reference/
 */
export function readCodeOwners(text: string): CodeOwners {
  const sections = new Map<string, Rule[]>([["", []]]);
  let section = "";
  let sectionOwners: readonly string[] = [];
  for (const [at, raw] of text.split("\n").slice(0, mostLines).entries()) {
    const line = raw.trim();
    const head = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/.exec(line);
    if (head !== null && !/[*/]/.test(head[1] ?? "")) {
      section = (head[1] ?? "").trim().toLowerCase();
      sectionOwners = ownersIn(head[2] ?? "");
      if (!sections.has(section)) sections.set(section, []);
      continue;
    }
    const rule = ruleOf(line, at + 1, sectionOwners);
    if (rule !== undefined) sections.get(section)?.push(rule);
  }
  return { of: (path) => [...sections].flatMap(([name, rules]) => lastMatch(name, rules, path)) };
}

const mostLines = 50_000;

interface Rule {
  readonly pattern: string;
  readonly matcher: PathPattern;
  readonly isExclusion: boolean;
  readonly owners: readonly string[];
  readonly line: number;
}

function ruleOf(text: string, line: number, sectionOwners: readonly string[]): Rule | undefined {
  if (text === "" || text.startsWith("#")) return undefined;
  const pattern = /^(?:\\.|\S)+/.exec(text)?.[0] ?? "";
  const isExclusion = pattern.startsWith("!");
  const plain = pattern.slice(isExclusion ? 1 : 0).replace(/\\(.)/g, "$1");
  const stated = ownersIn(text.slice(pattern.length));
  const owners = stated.length > 0 ? stated : sectionOwners;
  return { pattern: plain, matcher: pathPattern(plain), isExclusion, owners, line };
}

function ownersIn(text: string): readonly string[] {
  const words = text.replace(/\s#.*$/, "").split(/\s+/);
  return words.filter((word) => /^@\S+$|^[^@\s]+@[^@\s]+$/.test(word));
}

function lastMatch(section: string, rules: readonly Rule[], path: string): readonly Ownership[] {
  const segments = path.split("/");
  const rule = rules.findLast(({ matcher }) => matchesPathPattern(matcher, segments));
  if (rule === undefined || rule.isExclusion || rule.owners.length === 0) return [];
  const { owners, pattern, line } = rule;
  return [{ owners, pattern, line, ...(section === "" ? {} : { section }) }];
}
