import path from "node:path";
import type { StoredImport } from "../../model/storedState.ts";

/** Whether an import names a file: by a path from its own folder, or by the end of the file's path. Aliases of compilers are not resolved. */
export function importsFile({ module, path: from }: StoredImport, target: string): boolean {
  const bare = module.trim().replace(/^[<"'`]+|[>"'`;]+$/g, "");
  const wanted = withoutExtension(target);
  if (/^\.{1,2}\//.test(bare)) {
    const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(from), bare));
    return [resolved, withoutExtension(resolved)].some((each) => each === target || isModule(each, wanted));
  }
  const named = withoutExtension(bare)
    .replaceAll(/::|[.\\]/g, "/")
    .replace(/^\/+/, "");
  // A relative import of Python: `.client` lies beside the file that names it.
  if (/^\.+\w/.test(bare)) return path.posix.join(path.posix.dirname(from), named) === wanted;
  return (
    named !== "" &&
    (isModule(named, wanted) || wanted.endsWith(`/${named}`) || wanted.endsWith(`/${named}/index`))
  );
}

function isModule(named: string, wanted: string): boolean {
  return (
    named === wanted ||
    `${named}/index` === wanted ||
    `${named}/__init__` === wanted ||
    `${named}/mod` === wanted
  );
}

function withoutExtension(file: string): string {
  return file.replace(
    /(?:\.d)?\.(?:[cm]?[jt]sx?|py|rb|php|h|hpp|hh|hxx|c|cc|cpp|rs|go|java|kt|scala|cs|sh|ps1|psm1)$/i,
    "",
  );
}
