import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { temporaryFolder, writeFiles } from "../support/gitRepository.ts";
import { runCommand } from "../support/runCommand.ts";

const script = path.join(packageRoot(), "scripts/start.mjs");

it("npm start -- FOLDER --editor opens the folder in VS Code with the extension of the checkout", async () => {
  const place = temporaryFolder();
  const noted = path.join(place, "noted.txt");
  writeFiles(place, { "bin/code": `#!/bin/sh\necho "$@" >> ${noted}\n` });
  chmodSync(path.join(place, "bin/code"), 0o755);
  const PATH = `${path.join(place, "bin")}${path.delimiter}${process.env["PATH"]}`;
  const { code, stderr } = await runCommand(process.execPath, [script, "shop", "--editor"], {
    env: { PATH, INIT_CWD: place },
  });
  expect(code, stderr).toBe(0);
  expect(readFileSync(noted, "utf8").trim().split("\n")).toEqual([
    "--version",
    `--new-window --extensionDevelopmentPath=${packageRoot()} ${path.join(place, "shop")}`,
  ]);
});

it("npm start names the flags that it takes", async () => {
  const { code, stderr } = await runCommand(process.execPath, [script, "--edit"]);
  expect(code).toBe(2);
  expect(stderr).toBe("npm start takes one folder, --demo and --editor, not --edit.\n");
});
