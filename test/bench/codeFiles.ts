import { execFileSync } from "node:child_process";

/** Files of code in the repository, in Git's order. */
export function codeFiles(folder: string): readonly string[] {
  const endings = ["java", "ts", "js", "py", "go", "c", "rs", "rb", "scala", "kt", "cs", "php"];
  const patterns = endings.map((ending) => `*.${ending}`);
  const files = execFileSync("git", ["-C", folder, "ls-files", "-z", ...patterns])
    .toString()
    .split("\0")
    .filter((file) => file !== "");
  if (files.length === 0) throw new Error("The repository has no file of code.");
  return files;
}
