/** What the message of a merge says about the work that it brought in. */
export interface MergeMessage {
  /** `#12`, `!12` or `owner/name!12` without the repository's name: the pull request. */
  readonly pullRequest?: string;
  /** Branch that was merged, without the owner of the fork. */
  readonly branch?: string;
  /** Title of the pull request where the subject holds it: `Merged PR 12: Login`. */
  readonly title?: string;
  /** True where a line of development was brought up to date, and not work brought in: `Merge branch 'main' into WH-12`. */
  readonly isUpdate: boolean;
}

/**
 * Reads the messages that Git, GitHub, GitLab, Bitbucket, Azure DevOps, Gitea, Bors and Gerrit give to merges. Absent where
 * the subject is none of theirs. `body` is asked for the line with which GitLab names the merge request.
 */
export function readMergeMessage(subject: string, body: string): MergeMessage | undefined {
  const text = subject.slice(0, longestSubject);
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return mergeOf(groups, body);
  }
  return undefined;
}

const longestSubject = 1_000;

const forms: readonly RegExp[] = [
  // GitHub; Bitbucket Server says where the branch lies and where it goes.
  /^Merge pull request (?<sign>[#!])(?<number>\d{1,9})(?: (?:from (?<forked>\S+)|in \S+ from (?<branch>\S+))(?: (?:in)?to (?<target>\S+))?|$)/,
  // Gitea and Forgejo.
  /^Merge pull request '(?<title>.*)' \((?<sign>[#!])(?<number>\d{1,9})\) from (?<forked>\S+) into (?<target>\S+)/,
  // Bitbucket Cloud.
  /^Merged in (?<branch>\S+) \(pull request (?<sign>#)(?<number>\d{1,9})\)/,
  // Azure DevOps.
  /^Merged PR (?<azure>\d{1,9}): (?<title>.*)$/,
  // Bors and Homu.
  /^(?:Auto merge of|Rollup merge of|Merge) (?<sign>#)(?<number>\d{1,9})(?: - (?<bors>[^\s,:]+:[^\s,]+))?(?=$|[\s,])/,
  // Git itself, and GitLab.
  /^Merge (?:remote-tracking )?(?:branch|commit|tag) '(?<branch>[^']+)'(?: of \S+)?(?:,? (?:in)?to '?(?<target>[^\s']+)'?)?/,
  /^Merge (?:branch )?(?<branch>[\w./-]*[/-][\w./-]*) (?:in)?to (?<target>[\w./-]+)$/,
  // Gerrit.
  /^Merge "(?<title>.*)"(?: into (?<target>\S+))?$/,
];

type Groups = Readonly<Record<string, string | undefined>>;

function mergeOf(groups: Groups, body: string): MergeMessage {
  const { sign, number, azure, title, target } = groups;
  const branch = branchOf(groups);
  const pullRequest =
    number !== undefined ? `${sign}${number}` : azure !== undefined ? `!${azure}` : mergeRequestIn(body);
  return {
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(branch === undefined ? {} : { branch }),
    ...(title === undefined ? {} : { title }),
    isUpdate: pullRequest === undefined && isLine(branch) && !isLine(target ?? "main"),
  };
}

/** `owner/feature/WH-12` of GitHub and Gitea, `owner:branch` of Bors, `origin/WH-12` of Git. */
function branchOf({ forked, branch, bors }: Groups): string | undefined {
  if (forked !== undefined) return forked.replace(/^[^/:]*[/:]/, "");
  if (bors !== undefined) return bors.slice(bors.indexOf(":") + 1);
  return branch?.replace(/^(?:refs\/(?:heads|remotes)\/)?(?:origin|upstream)\//, "");
}

function mergeRequestIn(body: string): string | undefined {
  const number = /^See merge request \S*?!(\d{1,9})\s*$/m.exec(body)?.[1];
  return number === undefined ? undefined : `!${number}`;
}

/** Branches that live on: work is merged into them, and they are merged into work to bring it up to date. */
function isLine(branch: string | undefined): boolean {
  return (
    branch !== undefined &&
    /^(?:(?:origin|upstream)\/)?(?:main|master|trunk|develop(?:ment)?|dev|next|maint|stable|v?\d+(?:\.[\dx]+)+|(?:release|branch|maint|stable)[/-].*)$/i.test(
      branch,
    )
  );
}
