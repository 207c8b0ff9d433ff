import type { SymbolFact } from "../../model/codeFacts.ts";

/**
 * Keys in the name of a test, where no hyphen can stand: `testZOOKEEPER1234`, `test_wh_12_login`, `TestWH12`,
 * `ZOOKEEPER1234Test`, and numbers of issues, `test_gh_34`, `testIssue34`.
 */
export function testNameKeys({ name, kind }: Pick<SymbolFact, "name" | "kind">): readonly string[] {
  if (!mayBeTest.has(kind)) return [];
  const issue = issueNumber.exec(name)?.[1];
  if (issue !== undefined) return [`#${issue}`];
  const [, prefix, number] = leadingKey.exec(name) ?? trailingTest.exec(name) ?? snakeKey.exec(name) ?? [];
  if (prefix === undefined || number === undefined || notAProject.test(prefix)) return [];
  return [`${prefix.toUpperCase()}-${number}`];
}

const mayBeTest: ReadonlySet<SymbolFact["kind"]> = new Set([
  "function",
  "method",
  "class",
  "object",
  "struct",
]);

const issueNumber =
  /^(?:test|it|should)_?\w*?(?:_gh|GH|[Gg]h|[Ii]ssue|_bug|Bug|_ticket|Ticket)_?([1-9]\d{0,6})(?!\d)/;
const leadingKey = /^(?:test|Test|it|should)_?([A-Z]{2,20})_?([1-9]\d{0,8})(?![0-9])/;
const trailingTest = /^([A-Z]{2,20})_?([1-9]\d{0,8})(?:_|[A-Z])?\w{0,80}Tests?$/;
const snakeKey = /^test_([a-z]{2,20})_([1-9]\d{0,8})(?:_|$)/;

/** Words of names of tests that a number follows, and standards. */
const notAProject =
  /^(?:utf|sha|md|iso|rfc|cve|aes|http|tls|ssl|ipv|base|crc|rsa|cp|ucs|latin|ascii|case|test|issue|bug|gh|pr|step|part|version|level|python|py|java|with|when|has|is|size|len|int|uint|float|max|min|first|last|only|add|at|of|to|in)$/i;
