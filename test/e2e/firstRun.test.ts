import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { temporaryFolder } from "../support/gitRepository.ts";
import { runCommand } from "../support/runCommand.ts";

const cache = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
const minutes = 60_000;

describe("a new user", () => {
  it(
    "clones, types npm start in an empty home folder and reads cited answers",
    async () => {
      const home = temporaryFolder();
      const checkout = path.join(temporaryFolder(), "whence");
      // The same packages as here, from npm's own cache where it has them.
      const env = {
        HOME: home,
        XDG_CACHE_HOME: path.join(home, ".cache"),
        npm_config_cache: cache,
        INIT_CWD: checkout,
      };
      expect((await runCommand("git", ["clone", "--quiet", packageRoot(), checkout])).code).toBe(0);
      const { code, stdout, stderr } = await runCommand("npm", ["start"], { cwd: checkout, env });
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/Indexed [\d,]+ files and \d+ commits/);
      expect(stdout).toMatch(/\[1\] docs\/specs\/WH-\d+[^:]*\.md:\d+-\d+@[0-9a-f]{7}/);
      expect(stdout).toContain("Not found in this repository");
      expect((await runCommand("git", ["status", "--porcelain"], { cwd: checkout })).stdout).toBe("");

      const again = await runCommand(
        "npm",
        ["run", "-s", "whence", "--", "ask", "why is the built-in embedder static?"],
        { cwd: checkout, env },
      );
      expect(again.code, again.stderr).toBe(0);
      expect(again.stdout).toContain("[1]");
    },
    10 * minutes,
  );
});
