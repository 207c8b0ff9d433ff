/**
 * Keys that a branch name states, upper case: `feature/wh-12-login` → `WH-12`, `issue-34` → `#34`. Lower case counts at the
 * beginning of a part alone, so that `login-page-2` is no key; names that tools give to branches hold none.
 */
export function branchKeys(branch: string): readonly string[] {
  const name = branch.slice(0, longestName);
  if (/(?:^|[/:])(?:dependabot|renovate|snyk|greenkeeper|pre-commit-ci|revert-\d+)\b/i.test(name)) return [];
  const keys = new Set<string>();
  for (const [, word = "", number = ""] of name.matchAll(issueNumber)) {
    if (!/^(?:fix(?:es)?|bug)$/i.test(word) || number.length >= 3) keys.add(`#${number}`);
  }
  for (const [, prefix = "", number = ""] of name.matchAll(upperCaseKey)) add(keys, prefix, number);
  for (const [, prefix = "", number = ""] of name.matchAll(lowerCaseKey)) add(keys, prefix, number);
  return [...keys];
}

const longestName = 250;

const issueNumber =
  /(?:^|[/_-])(issues?|gh|ticket|fix(?:es)?|bug)[/_-]?#?([1-9]\d{0,6})(?![A-Za-z0-9]|\.\d)/gi;
const upperCaseKey = /(?<![A-Za-z0-9])([A-Z][A-Z0-9]{1,20})-([1-9]\d{0,8})(?![A-Za-z0-9]|\.\d)/g;
const lowerCaseKey = /(?:^|\/)([A-Za-z][A-Za-z0-9]{1,20})-([1-9]\d{0,8})(?![A-Za-z0-9]|\.\d)/g;

/** Words that stand before a number in names of branches without being a project. */
const noProjects =
  /^(?:patch|branch|release|rel|version|ver|v|rc|alpha|beta|pre|hotfix|revision|rev|fix|fixes|feature|feat|issue|issues|gh|pr|prs|pull|bug|ticket|test|tests|backport|port|cherry|pick|update|bump|upgrade|revert|merge|topic|dev|develop|main|master|trunk|stable|maint|next|wip|tmp|temp|try|attempt|part|step|phase|java|jdk|python|py|node|php|ruby|go|rust|scala|utf|sha|iso|rfc|pep|es|http|python3)$/i;

function add(keys: Set<string>, prefix: string, number: string): void {
  if (!noProjects.test(prefix)) keys.add(`${prefix.toUpperCase()}-${number}`);
}
