import { describe, expect, it } from "vitest";
import { readArguments, UsageError } from "../../../server/cli/arguments.ts";
import { progressLine } from "../../../server/cli/progressDisplay.ts";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { usage } from "../../../server/cli/usage.ts";

describe("command line", () => {
  it("joins what follows the command", () => {
    expect(readArguments(["ask", "why", "is", "this here?"]).words).toEqual(["why", "is", "this here?"]);
  });

  it("reads the filters of a search", () => {
    const words = readArguments([
      "search",
      "x",
      "--limit",
      "3",
      "--kind",
      "code,doc",
      "--path",
      "src/**",
      "--since",
      "2026-03-01",
      "--until",
      "2026-04",
      "--author",
      "Grace",
      "--tag",
      "Test",
    ]);
    expect(words).toMatchObject({
      limit: 3,
      kinds: ["code", "doc"],
      pathGlob: "src/**",
      since: "2026-03-01T00:00:00.000Z",
      until: "2026-04",
      author: "Grace",
      tag: "test",
    });
  });

  it.each([
    [[], /command is missing/],
    [["serch", "x"], /no command "serch"/],
    [["search", "x", "--colour"], /--colour/],
    [["index", "--limit", "3"], /`whence index` has no option --limit/],
    [["search", "x", "--limit", "many"], /--limit takes a whole number/],
    [["search", "x", "--kind", "poem"], /--kind takes code, doc/],
    [["search", "x", "--since", "soon"], /--since takes a date/],
    [["ask", "x", "--until", "2026-02-31"], /--until takes a date/],
    [["eval", "--cases", "c.jsonl"], /--cases belongs to/],
    [["search", "x", "--since", "2026-02-31"], /--since takes a date/],
    [["index", "../other"], /takes no "..\/other": name a folder with --folder/],
    [["search", "--limit"], /limit/],
    [["search", "x", "--limt", "3"], /no option --limt\. Did you mean --limit\?/],
    [["index", "--rebiuld"], /Did you mean --rebuild\?/],
    [["index", "--why", "a"], /`whence index` has no option --why\.$/],
    [["search", "--zzz"], /no option --zzz\. Words that begin with a dash go behind a lone --/],
    [["search", "x", "-q"], /no option -q\./],
    [["serch", "x"], /Did you mean whence search\?/],
    [["x".repeat(100_000)], /There is no command "x{80}"\.$/],
    [["search", "x", "--kind", "docs"], /not "docs"\. Did you mean doc\?/],
    [
      ["search", "x", "--without", "vectors"],
      /--without takes text, vector.* not "vectors"\. Did you mean vector\?/,
    ],
    [["search", "x", "--only", "text", "--without", "text"], /not both/],
  ])("says in a sentence what is wrong with %j", (argv, sentence) => {
    expect(() => readArguments(argv)).toThrow(UsageError);
    expect(() => readArguments(argv)).toThrow(sentence);
  });

  it("takes words that begin with a dash behind a lone --", () => {
    expect(readArguments(["search", "--limit", "2", "--", "--limt", "--"]).words).toEqual(["--limt", "--"]);
  });

  it("names what a search goes without, or all but what it goes with", () => {
    expect(readArguments(["search", "x", "--without", "vector,rerank"]).without).toEqual([
      "vector",
      "rerank",
    ]);
    const { without } = readArguments(["search", "x", "--only", "vector"]);
    expect(without).toContain("text");
    expect(without).toContain("spread");
    expect(without).not.toContain("vector");
  });

  it("the usage text names every command that exists", () => {
    for (const command of ["index", "search", "ask", "doctor", "demo"]) {
      expect(usage).toContain(`whence ${command}`);
      expect(readArguments([command]).command).toBe(command);
    }
  });
});

describe("settings on the command line", () => {
  it("come from the environment, else from the table", () => {
    const values = readSettings({ WHENCE_SEARCH_LIMIT: "3" });
    expect(values["whence.search.limit"]).toBe(3);
    expect(values["whence.embedding.batchSize"]).toBe(64);
  });

  it("a number that is none is refused in a sentence", () => {
    expect(() => readSettings({ WHENCE_SEARCH_LIMIT: "many" })).toThrow(
      /WHENCE_SEARCH_LIMIT must be a number/,
    );
  });
});

describe("progress line", () => {
  it("shows phase, share, counts, rate and time left", () => {
    const line = progressLine({ phase: "reading", done: 50, total: 200 }, 10);
    expect(line).toContain("Reading files");
    expect(line).toContain("25 %");
    expect(line).toContain("50/200");
    expect(line).toContain("5.0/s");
    expect(line).toContain("30 s left");
  });

  it("counts where the end cannot be seen", () => {
    expect(progressLine({ phase: "history", done: 1234 }, 2)).toMatch(/Reading history\s+1234\s+617\/s/);
  });
});
