import { rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openIndexing } from "../../server/wiring.ts";
import { createRepository } from "../support/gitRepository.ts";
import { indexedFolder } from "../support/indexedFolder.ts";
import { runWhence } from "../support/runCommand.ts";

const files = {
  "src/ferry.ts": "export function ferry(): number {\n  return 1;\n}\n",
  "one.sql": "SELECT 1;\n",
  "two.sql": "SELECT 2;\n",
};

describe("whence doctor", () => {
  it("audits the index, repairs it, and ends with 1 where it may not", async () => {
    const repository = createRepository(files);
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const options = ["--folder", repository.folder, "--store", folder.place.store ?? ""];
    const clean = await runWhence(["doctor", "--audit", "--seed", "11", ...options]);
    expect(clean).toEqual({
      code: 0,
      stdout:
        "Audit     all 4 documents compared with the folder and its history (seed 11)\nFindings  none\n",
      stderr: "",
    });

    rmSync(repository.at("one.sql"));
    writeFileSync(repository.at("src/ferry.ts"), "export const ferry = 2;\n");
    const writer = await openIndexing(folder.place);
    const refused = await runWhence(["doctor", "--audit", "--json", ...options]);
    await writer.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^2 findings of the audit remain: nothing was repaired\. Process \d+ [^\n]*\.\n$/,
    );
    expect(JSON.parse(refused.stdout)).toMatchObject({
      findings: [
        { kind: "gone", uri: "repo:one.sql" },
        { kind: "stale", uri: "repo:src/ferry.ts" },
      ],
      repaired: 0,
    });

    const repaired = await runWhence(["doctor", "--audit", "--all", ...options]);
    expect(repaired).toMatchObject({ code: 0, stderr: "" });
    expect(repaired.stdout).toMatch(/^Findings {2}2\n {2}one\.sql: is indexed, but [^\n]* \(gone\)\n/m);
    expect(repaired.stdout).toContain("Repaired  2\n");
    const found = await runWhence(["search", "ferry", "--json", ...options]);
    expect(found.stdout).toContain("const ferry = 2");
  });

  it("names each kind of problem once, with the number of files, and counts no commit as a language", async () => {
    const repository = createRepository(files);
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const { stdout } = await runWhence([
      "doctor",
      ...["--folder", repository.folder, "--store", folder.place.store ?? ""],
    ]);
    expect(stdout).toContain("Problems  2\n  2 files: There is no grammar for sql;");
    expect(stdout).toMatch(/^Languages sql 2, typescript 1$/m);
  });

  it.each([
    [["--seed", "x", "--audit"], "--seed takes a whole number"],
    [["--audit", "--why", "a.ts"], "Give --audit or --why, not both."],
    [["--all"], "--all and --seed belong to `whence doctor --audit`."],
  ])("refuses %j", async (words, sentence) => {
    const { code, stderr } = await runWhence(["doctor", ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
