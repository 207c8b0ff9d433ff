import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { packageRoot } from "../../server/base/packageRoot.ts";

interface FrontMatter {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly parent?: string;
  readonly status: string;
}

const folder = path.join(packageRoot(), "docs/specs");
const specs = new Map(
  readdirSync(folder)
    .filter((file) => /^WH-\d+/.test(file))
    .map((file) => [file, frontMatter(readFileSync(path.join(folder, file), "utf8"))]),
);
const ids = new Set([...specs.values()].map((spec) => spec.id));

describe("our own specifications", () => {
  it("there are some, each with the key of its file name", () => {
    expect(specs.size).toBeGreaterThan(20);
    for (const [file, spec] of specs) expect(file.startsWith(`${spec.id}-`), file).toBe(true);
  });

  it("a parent exists and stands above", () => {
    const rank = ["prd", "epic", "story"];
    for (const spec of specs.values()) {
      if (spec.parent === undefined) continue;
      const parent = [...specs.values()].find(({ id }) => id === spec.parent);
      expect(rank.indexOf(parent?.kind ?? "nothing"), spec.id).toBe(rank.indexOf(spec.kind) - 1);
    }
  });

  it("the table of contents says what the files say", () => {
    const table = readFileSync(path.join(folder, "README.md"), "utf8");
    for (const spec of specs.values()) {
      const row = table.split("\n").find((line) => line.includes(`[${spec.id}]`));
      expect(row, spec.id).toContain(spec.status);
      expect(row, spec.id).toContain(spec.title);
    }
  });

  it("every commit names the story it serves", () => {
    const subjects = execFileSync("git", ["log", "--no-merges", "--format=%s"], {
      cwd: packageRoot(),
      encoding: "utf8",
    });
    const strays = subjects
      .split("\n")
      .filter((subject) => subject !== "" && !subject.startsWith("Revert "))
      .filter((subject) => !ids.has(/^(WH-\d+): \S/.exec(subject)?.[1] ?? ""));
    expect(strays).toEqual([]);
  });
});

function frontMatter(text: string): FrontMatter {
  return parse(/^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? "") as FrontMatter;
}
