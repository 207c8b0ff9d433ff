import { spawnSync } from "node:child_process";
import path from "node:path";
import { npmPackage } from "../fetching/npmPackage.mjs";

const vsceVersion = "4.1.0";

/**
 * Makes a .vsix with Microsoft's own tool, which is fetched once.
 *
 * @param {{ stage: string, target: string, vsix: string, say: (line: string) => void }} work
 * @returns {Promise<string | undefined>} why it could not be made, as a sentence
 */
export async function makeVsix({ stage, target, vsix, say }) {
  const { folder, reason } = await npmPackage("@vscode/vsce", vsceVersion, { say, size: "40 MB" });
  if (folder === undefined) return reason;
  const words = ["package", "--target", target, "--out", vsix, "--no-dependencies"];
  // The repository has no public address yet, so links in the documents stay as they are.
  const leave = ["--allow-missing-repository", "--no-rewrite-relative-links"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(folder, "vsce"), ...words, ...leave],
    {
      cwd: stage,
      encoding: "utf8",
    },
  );
  return status === 0 ? undefined : `vsce could not make the package for ${target}:\n${stdout}${stderr}`;
}
