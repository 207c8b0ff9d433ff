/** A file that a question names. */
export interface QuestionPlace {
  readonly path: string;
  readonly line?: number;
  /** 1, less for frames of a trace that are further from where it broke. */
  readonly nearness: number;
}

const placesMost = 20;
/** Each frame counts this much of the one that it called. */
const frameFactor = 0.9;
const nearnessLeast = 0.3;
/** A pasted log may hold thousands of frames. */
const framesRead = 400;

/** Paths, `path:line`, and the frames of Python, JavaScript, Java and Go stack traces. Linear in the length. */
export function readPlaces(question: string): readonly QuestionPlace[] {
  const places = new Map<string, QuestionPlace>();
  const add = (path: string | undefined, line: string | undefined, nearness: number): void => {
    if (path === undefined) return;
    const clean = path.replace(/^(?:\.\/)+/, "").replaceAll("\\", "/");
    const key = `${clean}:${line ?? ""}`;
    if ((places.get(key)?.nearness ?? 0) >= nearness) return;
    places.set(key, { path: clean, nearness, ...(line === undefined ? {} : { line: Number(line) }) });
  };
  const frames = (pattern: RegExp, innermost: "first" | "last"): void => {
    const found = [...question.matchAll(pattern)]
      .slice(innermost === "last" ? -framesRead : 0)
      .slice(0, framesRead);
    for (const [at, match] of (innermost === "last" ? found.toReversed() : found).entries()) {
      add(match[1], match[2], Math.max(nearnessLeast, frameFactor ** at));
    }
  };
  frames(/File "([^"\n]{1,300})", line (\d{1,7})/g, "last");
  frames(/^([\w./\\@+~-]{1,300}\.\w{1,5}):(\d{1,7}): (?=in |[A-Z]\w*(?:Error|Exception)|$)/gm, "last");
  frames(/\(([\w$]{1,80}\.(?:java|kt|scala)):(\d{1,7})\)/g, "first");
  const pathLike =
    /(?<![\w/.@:-]|File ")\/?((?:[\w@.+~-]{1,80}[/\\]){0,20}[\w@+~-][\w@.+~-]{0,80}\.[A-Za-z][A-Za-z0-9]{0,9}|(?:[\w@.+~-]{1,80}\/){1,20}[\w@.+~-]{1,80})(?::(\d{1,7}))?(?![\w/])/g;
  const named = [...question.matchAll(pathLike)].filter((match) => looksLikePath(match[1] ?? ""));
  const isKnown = (match: RegExpExecArray): boolean => places.has(`${match[1]}:${match[2] ?? ""}`);
  for (const match of named.slice(0, framesRead)) if (!isKnown(match)) add(match[1], match[2], 1);
  return [...places.values()].toSorted((a, b) => b.nearness - a.nearness).slice(0, placesMost);
}

/** `Client.get` has a dot too: a path has a slash or ends in something that is an extension. */
function looksLikePath(word: string): boolean {
  if (word.includes("://")) return false;
  if (word.includes("/") || word.includes("\\")) return !/^\w+\/\w+$/.test(word) || /[._-]/.test(word);
  return /\.(?:[cm]?[jt]sx?|py|pyi|java|kts?|go|rs|[ch](?:pp|xx|c|h)?|cc|cs|rb|php|scala|sh|ps1|psm1|md|mdx|rst|adoc|html?|txt|json|ya?ml|toml|xml|ini|cfg|gradle|properties|sql|proto|vue|svelte|css|lock)$/i.test(
    word,
  );
}

const modulesMost = 8;

/**
 * Modules as code names them: `xarray.core.dataset`, `from xarray.core import dataset`, `org.apache.zookeeper.ZooKeeper`.
 * Each with dots, as written, and at least two parts; whether such a file exists is for the catalog to say.
 */
export function readModules(question: string): readonly string[] {
  const modules = new Set<string>();
  for (const [, module = "", name = ""] of question.matchAll(
    /\bfrom\s+([\w.]{2,120})\s+import\s+(\w{1,80})/g,
  )) {
    if (module.includes(".")) modules.add(module);
    modules.add(`${module}.${name}`);
  }
  for (const [word] of question.matchAll(
    /(?<![\w./@-])[a-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,80}){1,8}(?![\w/(-])/g,
  )) {
    if (modules.size >= 4 * modulesMost) break;
    if (!/^(?:self|this|cls|e\.g|i\.e)\b/.test(word)) modules.add(word);
  }
  return [...modules].slice(0, modulesMost);
}

/** What a folder is called, beside its name: "the quorum package", "in the `src/http` folder". */
export const folderWords = "package|folder|directory|crate|module";

const namedFolder = new RegExp(
  `\\b(?:the|in|under|of)\\s+[\`"]?([\\w.-]{2,60}(?:/[\\w.-]{1,60}){0,8})/?[\`"]?\\s+(?:${folderWords})\\b`,
  "gi",
);

/** Folders that a question names; whether they exist is for the catalog to say. */
export function readFolders(question: string): readonly string[] {
  const names = [...question.matchAll(namedFolder)].map((match) => match[1] ?? "");
  return [...new Set(names)].slice(0, 3);
}
