/** Heading as it reads: `The [client](x.md) \`open\` *call* {#id} ##` -> `The client open call`. */
export function markdownHeadingText(source: string): string {
  return source
    .slice(0, 1000)
    .trim()
    .replace(/(?:^|\s)#+$/, "")
    .replace(/\s*\{#[\w-]+\}$/, "")
    .replace(/!?\[(?!masked: )([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])?/g, "$1")
    .replace(/!?\[(?!masked: )([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])?/g, "$1")
    .replace(/<\/?[A-Za-z][^<>]*>/g, "")
    .replace(/(\*{1,3}|`+|~~)(?=\S)([^*`~]+)\1/g, "$2")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim();
}
