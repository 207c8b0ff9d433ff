/** True where a closing keyword of GitHub or GitLab stands directly before a key: `fixes `, `Closes: issue `. */
export function isClosing(before: string): boolean {
  return (
    /\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing))\b:?\s*(?:the\s+)?(?:issues?|bugs?|jira|tickets?)?\s*[[(<]?$/i.test(
      before.slice(-60),
    ) && !negation.test(before.slice(-90))
  );
}

const negation = /\b(?:not|n't|never|without|cannot|can't|won't|don't|doesn't|didn't)\s+(?:\w+\s+)?\w+\W*$/i;

/**
 * True where the words before a key, in its sentence, put it among what is left open: `does not fix `, `will be fixed in `,
 * `follow-up in `, `TODO: `. Linear; looks at the last 200 characters.
 */
export function speaksOfOpenWork(before: string): boolean {
  const sentence = before.slice(-200).replace(/^.*[.!?]\s+(?=\S)/s, "");
  return openWork.test(sentence);
}

/** True where the words after a key, in its sentence, say that it is open: `is not fixed`, `remains open`. */
export function isSaidToBeOpen(after: string): boolean {
  const sentence = /^[^.!?]*/.exec(after.slice(0, 120))?.[0] ?? "";
  return saidToBeOpen.test(sentence);
}

const openWork =
  /(?:\b(?:does|do|did|will|would|is|are|was|were|has|have|can|could)(?:n['’]?t| not)|\bcannot|\bnot|\bwo(?:n['’]?t)|\bwithout)\s+(?:yet |been |be |really |actually |fully |completely )*(?:fix|address|solv|resolv|clos|cover|handl|implement|complet|tackl|includ)\w*\b|\b(?:unfixed|unaddressed|unresolved)\b|\bstill (?:open|broken|fail\w*|need\w*|missing|to be)\b|\b(?:TODO|FIXME)\b|\bfollow(?:ed)?[ -]?ups?\b(?!.*\b(?:to|of|for|on|from|after)\b)|\b(?:will|to|should|can|must|could|may) be (?:\w+ )?(?:fix|address|don|handl|solv|resolv|implement|track|remov|improv|add|tackl|investigat)\w*\b|\bin an?(?:other)? (?:separate|later|future|subsequent|different|follow)\w*\b|\bout of scope\b|\b(?:left|leaving|leave|deferr?\w*|postpon\w*)\b[^.]{0,60}\b(?:for|to|until|in)\s*\W*$|\b(?:filed|opened|created|raised)\s+(?:an?\s+)?(?:new |separate |follow[- ]?up )?(?:issue|jira|ticket|bug|pr)?\W*$/i;

const saidToBeOpen =
  /^\W*(?:is|are|remains?|stays?)\s+(?:still |yet )?(?:not (?:yet )?(?:fixed|addressed|solved|resolved|done|covered|handled)|open|unfixed|unresolved|unaddressed|to be)\b|^\W*(?:will|should|can) be (?:fixed|addressed|handled|done|tracked|resolved) (?:later|separately|in)\b/i;

/** True for a line that heads a list of what is left open: `Known issues:`, `Not fixed`, `TODO:`. */
export function headsOpenWork(line: string): boolean {
  return line.length < 80 && openHeading.test(line);
}

const openHeading =
  /^\W*(?:known (?:issues|problems|bugs|limitations)|not (?:yet )?(?:fixed|addressed|done|covered|included|implemented)|(?:still )?(?:open|missing|unresolved|unfixed)(?: (?:issues|questions|points|items|bugs|problems))?|remaining(?: (?:issues|work|items|tasks|bugs))?|to[- ]?do'?s?(?: list)?|future work|follow[- ]?ups?|out of scope|next steps|left (?:to do|open))\b[\w ]{0,30}\W*$/i;
