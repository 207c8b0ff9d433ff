import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../../server/documents/formats/markdown.ts";
import { readFrontMatter } from "../../../../server/documents/frontMatter.ts";
import { readSpecItems } from "../../../../server/documents/specs/readSpecItems.ts";
import type { SpecItem } from "../../../../server/model/specItem.ts";
import { documentOf } from "../../../support/documentOf.ts";
import { specOf, specsOf } from "../../../support/specsOf.ts";

const paths = [
  "docs/specs/a.md",
  "specs/001-a/spec.md",
  "specs/001-a/plan.md",
  "specs/001-a/tasks.md",
  ".kiro/specs/a/requirements.md",
  ".kiro/specs/a/design.md",
  ".kiro/specs/a/tasks.md",
  "openspec/specs/a/spec.md",
  "openspec/changes/a/proposal.md",
  "openspec/changes/a/tasks.md",
  "openspec/changes/a/specs/b/spec.md",
  "docs/prd.md",
  "docs/epics/epic-1.md",
  "docs/stories/1.1.a.md",
  "docs/adr/0001-a.md",
  "text/0001-a.md",
  "keps/sig/1-a/kep.yaml",
  "keps/sig/1-a/README.md",
];

const bomb = Array.from({ length: 30 }, (_, at) =>
  at === 0 ? "a0: &a0 [x, x]" : `a${at}: &a${at} [*a${at - 1}, *a${at - 1}, *a${at - 1}, *a${at - 1}]`,
).join("\n");

describe("whatever stands in a document", () => {
  it.each(paths)("is survived at %s", (path) => {
    const texts = [
      "",
      "\n\n\n",
      "---\nkind: story\n---",
      "---\nkind: story",
      "---\nkind: [story\n---\n# A",
      `---\nkind: story\n${bomb}\n---\n# A`,
      "---\nid: 2026-01-02\nkind: {a: b}\ntitle: [x, {y: z}]\nparent: 2026-01-02\ntags: 3\npoints: many\nstatus: {}\n---\n",
      "# \n## \n### \n- [ ]\n- [x] \n1.\n| |\n[]( )\n[[]]\n**:** x\n",
      "#".repeat(10_000),
      "[".repeat(20_000),
      "- [ ] T001 ".repeat(2_000),
      `- [ ] ${"a/".repeat(2_000)}b.ts`,
      `**${"a".repeat(4_000)}`,
      "```\nnever closed\n<!-- nor this\n".repeat(500),
      "\u0000\u0001\ufffd\u202e",
    ];
    for (const text of texts) {
      const items = specsOf(path, text);
      for (const item of items) {
        expect(item.title, path).not.toBe("");
        expect(item.endLine, path).toBeGreaterThanOrEqual(item.startLine);
      }
    }
  });

  it("takes the head of a story that holds no text, and one whose YAML is broken or a bomb as a document without fields", () => {
    expect(specOf("docs/specs/a.md", "---\nid: A-1\nkind: story\n---")).toMatchObject({
      key: "A-1",
      title: "a",
      endLine: 4,
    });
    for (const head of ["kind: [story", bomb]) {
      const document = documentOf("docs/specs/a.md", `---\n${head}\n---\n# A\n\n**Status**: Draft\n`);
      expect(document.warnings.join(" ")).toContain("not valid YAML");
      expect(document.specs).toMatchObject([{ kind: "techSpec", title: "A", status: "Draft" }]);
    }
  });

  it("takes no date, list or object for text", () => {
    const item = specOf(
      "docs/specs/a.md",
      "---\nid: 2026-01-02\nkind: story\ntitle: [Not, a, title]\nstatus: {a: b}\nparent: {key: A-1}\npoints: 2026-01-02\n---\n# A title\n",
    );
    expect(item).toMatchObject({
      key: "docs/specs/a",
      isKeyStated: false,
      title: "Not, a, title",
      relations: [],
    });
    expect([item.status, item.points]).toEqual([undefined, undefined]);
  });

  it("takes what stands for nothing, or is left over from a template, for nothing", () => {
    const item = specOf(
      "docs/specs/a.md",
      "---\nkind: story\nparent: none\ndepends-on: N/A\nrelated: '{link}'\nowner: TBD\napproved: false\n---\n# A\n",
    );
    expect([item.relations, item.approval]).toEqual([[], undefined]);
  });

  it("makes plain text of a title with markup, control characters and signs that turn its direction", () => {
    const title = (text: string) => specOf("docs/specs/a.md", `---\nkind: story\n---\n# ${text}`).title;
    expect(title("**Pay** with `code` and [link](x.md) <b>now</b>")).toBe("Pay with code and link now");
    expect(title("Pay\u0007 \u001b[31mred\u202e back\u2028line")).toBe("Pay [31mred back line");
    expect(title("a".repeat(500))).toHaveLength(200);
  });

  it("counts lines of a file with other line ends as editors do", () => {
    const text =
      "---\r\nid: A-1\r\nkind: story\r\nparent: A-2\r\n---\r\n# A\r\n## Acceptance criteria\r\n1. one\r\n2. two\r\n";
    expect(specOf("docs/specs/a.md", text)).toMatchObject({
      acceptanceCriteria: ["one", "two"],
      relations: [{ target: "A-2", line: 4 }],
    });
  });

  it("keeps each of 10,000 tasks and stories with its own key", () => {
    const numbers = Array.from({ length: 10_000 }, (_, at) => at + 1);
    const lists: readonly (readonly [string, (at: number) => string, number])[] = [
      ["specs/001-a/tasks.md", (at) => `- [ ] T${at} [US1] Write src/a${at}.ts`, 10_000],
      [".kiro/specs/a/tasks.md", (at) => `- [ ] ${at % 9_999}.${at} Do it\n  - _Requirements: 1.1_`, 10_000],
      ["openspec/changes/a/tasks.md", () => "- [ ] Same words", 10_000],
      ["openspec/specs/a/spec.md", (at) => `### Requirement: R${at}\n#### Scenario: s\n- **WHEN** x`, 10_001],
      [
        ".kiro/specs/a/requirements.md",
        (at) => `### Requirement ${at % 10_000}\n#### Acceptance Criteria\n1. one`,
        10_001,
      ],
      [
        "docs/epics.md",
        (at) => `## Epic ${at % 10_000}: E\n### Story ${at % 10_000}.1: S\n**Acceptance Criteria:**\n- one`,
        20_000,
      ],
    ];
    for (const [path, line, count] of lists) {
      const items = itemsOf(path, numbers.map(line));
      expect(new Set(items.map(({ key }) => key)).size, path).toBe(count);
    }
  });

  it("reads a specification of 200,000 lines, of which a link counts 500 times at most", () => {
    const lines = Array.from({ length: 200_000 }, (_, at) => `- [x](a${at}.md) **Bold**: \`code\` | cell |`);
    const [item] = itemsOf("docs/specs/a.md", ["---", "kind: story", "---", "# A", ...lines]);
    expect([item?.endLine, item?.relations.length]).toEqual([200_004, 500]);
  });
});

/** Without masking of secrets and sections, which are tested for themselves. */
function itemsOf(path: string, texts: readonly string[]): readonly SpecItem[] {
  const lines = texts.flatMap((text) => text.split("\n"));
  const frontMatter = readFrontMatter(lines);
  const { headings } = readMarkdown(lines, "markdown", frontMatter.lineCount + 1);
  return readSpecItems({ path, lines, frontMatter, headings });
}
