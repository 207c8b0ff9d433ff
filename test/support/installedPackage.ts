import { mkdirSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { onceInRun, testRunFolder } from "./onceInRun.ts";
import { type CommandResult, runCommand } from "./runCommand.ts";

/** The package for this machine: its file, and what it says of itself when it is checked. */
export interface CheckedPackage {
  readonly vsix: string;
  readonly check: CommandResult;
}

/** Made by `npm run package` once for a whole run of the tests, and only where something in it has changed. */
export function packageForTests(): Promise<CheckedPackage> {
  return onceInRun("package", async () => {
    const script = path.join(packageRoot(), "scripts/package/main.mjs");
    const check = await runCommand(process.execPath, [script, "--target", "here", "--check"], {
      cwd: packageRoot(),
      // Where the tools and native packages lie that were fetched before, whatever home a test gives itself.
      env: { HOME: process.env["WHENCE_TEST_HOME"] },
    });
    const [file = ""] = /^\S+\.vsix/m.exec(check.stdout) ?? [];
    if (file === "") throw new Error(`There is no package to test:\n${check.stdout}${check.stderr}`);
    return { vsix: path.join(packageRoot(), file), check };
  });
}

/** The package as an editor would have installed it, in a folder far from any `node_modules`; tests only read there. */
export async function unpackedPackage(): Promise<string> {
  const { vsix } = await packageForTests();
  return onceInRun("unpacked-package", async () => {
    const folder = path.join(testRunFolder(), "package");
    mkdirSync(folder);
    const { unpack } = await import("../../scripts/package/unpack.mjs");
    await unpack(vsix, folder);
    return path.join(folder, "extension");
  });
}

/** Runs the command line of the unpacked package, as an editor's extension folder holds it. */
export async function runPackagedWhence(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const cli = path.join(await unpackedPackage(), "dist/cli.mjs");
  return runCommand(process.execPath, ["--liftoff-only", cli, ...args], { env });
}
