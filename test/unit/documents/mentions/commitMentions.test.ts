import { describe, expect, it } from "vitest";
import {
  longestBody,
  mentionsOfCommit,
  mostMentions,
} from "../../../../server/documents/mentions/commitMentions.ts";

/** `place role key` of each mention. */
function said(subject: string, body = "", parents = ["a"]): readonly string[] {
  return mentionsOfCommit({ subject, body, parents }).map(
    ({ place, role, key }) => `${place} ${role} ${key}`,
  );
}

describe("keys of a subject", () => {
  it.each([
    ["WH-12: Log in", ["subject implements WH-12"]],
    ["[WH-12] Log in", ["subject implements WH-12"]],
    ["WH-12, WH-13: Log in", ["subject implements WH-12", "subject implements WH-13"]],
    ["feat(api)!: WH-12 log in", ["subject implements WH-12"]],
    ["feat(WH-12): log in", ["subject implements WH-12"]],
    ["[3.4] MINOR: WH-12 log in", ["subject implements WH-12"]],
    ["Issue #34 - log in", ["subject implements #34"]],
    ["Log in (WH-12)", ["subject implements WH-12"]],
    ["Log in [WH-12, WH-13]", ["subject implements WH-12", "subject implements WH-13"]],
    ["Log in - WH-12", ["subject implements WH-12"]],
    ["patched the offsets; WH-12; reviewed by Ann", ["subject implements WH-12"]],
    ["Add tests for WH-12", ["subject implements WH-12"]],
    ["WH-12. One thing. WH-13. Another", ["subject implements WH-12", "subject implements WH-13"]],
    ["Fix #34: log in", ["subject closes #34"]],
    ["Log in, closes WH-12 and WH-13", ["subject closes WH-12", "subject closes WH-13"]],
    ["WH-12: fix what WH-11 broke", ["subject implements WH-12", "subject mentions WH-11"]],
    ["WH-12: repair a regression caused by WH-11", ["subject implements WH-12", "subject mentions WH-11"]],
    ["Follow-up to WH-12", ["subject mentions WH-12"]],
    ["Moved packages. See WH-12", ["subject mentions WH-12"]],
    [
      "WH-12: half of it; the rest to be tracked in WH-13",
      ["subject implements WH-12", "subject notFixed WH-13"],
    ],
    ["Log in (#34)", ["squashSuffix implements #34"]],
    ["WH-12: Log in (#34)", ["subject implements WH-12", "squashSuffix implements #34"]],
    ["Log in (#34) (#56)", ["subject mentions #34", "squashSuffix implements #56"]],
  ])("%s", (subject, expected) => {
    expect(said(subject)).toEqual(expected);
  });

  it.each([
    [
      'Revert "WH-12: Log in (#34)" (#56)',
      ["subject reverts WH-12", "subject reverts #34", "squashSuffix implements #56"],
    ],
    ["Reverting: WH-12. Log in", ["subject reverts WH-12"]],
    ["WH-13: revert WH-12", ["subject implements WH-13", "subject reverts WH-12"]],
    ["Revert WH-12 because it broke WH-11", ["subject reverts WH-12", "subject mentions WH-11"]],
    ['Revert "Revert "WH-12: Log in""', ["subject implements WH-12"]],
    ['Reapply "WH-12: Log in"', ["subject implements WH-12"]],
  ])("tells what is taken back: %s", (subject, expected) => {
    expect(said(subject)).toEqual(expected);
  });
});

describe("keys of merges", () => {
  it.each([
    [
      "Merge pull request #34 from ann/feature/WH-12-login",
      "Log in",
      ["mergePullRequest implements #34", "mergeBranch implements WH-12"],
    ],
    [
      "Merge pull request #34 from ann/wh-12-login",
      "",
      ["mergePullRequest implements #34", "mergeBranch implements WH-12"],
    ],
    ["Merge pull request #34 from ann/patch-1", "", ["mergePullRequest implements #34"]],
    ["Merge pull request #34 from app/dependabot/npm/lodash-4", "", ["mergePullRequest implements #34"]],
    [
      "Merge pull request #34 from ann/issue-56",
      "",
      ["mergePullRequest implements #34", "mergeBranch implements #56"],
    ],
    [
      "Merge pull request #34 from ann/x",
      "WH-12: Log in\n\nFixes #56",
      ["mergePullRequest implements #34", "body implements WH-12", "body closes #56"],
    ],
    [
      "Merge pull request #34 in WH/server from feature/WH-12-login to master",
      "",
      ["mergePullRequest implements #34", "mergeBranch implements WH-12"],
    ],
    [
      "Merged in feature/WH-12 (pull request #34)",
      "",
      ["mergePullRequest implements #34", "mergeBranch implements WH-12"],
    ],
    [
      "Merged PR 34: WH-12 Log in",
      "Related work items: #56, #57",
      [
        "mergePullRequest implements !34",
        "subject implements WH-12",
        "trailer implements #56",
        "trailer implements #57",
      ],
    ],
    [
      "Merge branch 'WH-12-login' into 'main'",
      "Log in\n\nSee merge request group/name!34",
      ["mergePullRequest implements !34", "mergeBranch implements WH-12"],
    ],
    ["Merge branch 'WH-12-login'", "", ["mergeBranch implements WH-12"]],
    ["Merge remote-tracking branch 'origin/WH-12-login' into develop", "", ["mergeBranch implements WH-12"]],
    ["Merge branch 'main' into WH-12-login", "", []],
    ["Merge branch 'release/WX-2' into WH-12-login", "", ["mergeBranch mentions WX-2"]],
    [
      "Auto merge of #34 - ann:wh-12-login, r=bob",
      "",
      ["mergePullRequest implements #34", "mergeBranch implements WH-12"],
    ],
    ["Merge #34", "", ["mergePullRequest implements #34"]],
    [
      "Merge pull request 'WH-12: Log in' (#34) from ann/x into main",
      "",
      ["mergePullRequest implements #34", "subject implements WH-12"],
    ],
    ['Merge "WH-12: Log in"', "", ["subject implements WH-12"]],
  ])("%s", (subject, body, expected) => {
    expect(said(subject, body, ["a", "b"])).toEqual(expected);
  });

  it("takes the title of a pull request with it as evidence", () => {
    const [first] = mentionsOfCommit({
      subject: "Merge pull request #34 from ann/x",
      body: "Log in",
      parents: ["a", "b"],
    });
    expect(first?.text).toBe("Merge pull request #34 from ann/x Log in");
  });

  it("reads what the merge scripts of Apache projects write", () => {
    expect(
      said("MINOR: log in", "Reviewers: Bob <bob@example.org>\n\nCloses #34 from ann/kafka-12-login"),
    ).toEqual(["mergePullRequest implements #34", "mergeBranch implements KAFKA-12"]);
  });
});

describe("keys of a body", () => {
  it.each([
    ["Issue: WH-12", ["trailer implements WH-12"]],
    ["Refs: WH-12, WH-13", ["trailer implements WH-12", "trailer implements WH-13"]],
    ["Closes: #34, #35", ["trailer closes #34", "trailer closes #35"]],
    ["PR-URL: https://github.com/a/b/pull/34", ["mergePullRequest implements a/b#34"]],
    ['Fixes: 1a2b3c4d5e6f ("WH-12: log in")', ["trailer mentions WH-12"]],
    ["See-also: WH-12", ["trailer mentions WH-12"]],
    ["Change-Id: I1234567890", []],
    ["Reviewed-by: WH-12 <a@example.org>", []],
    ["This fixes #34, #35 and #36.", ["body closes #34", "body closes #35", "body closes #36"]],
    ["Closes gh-34", ["body closes #34"]],
    ["Resolves https://jira.example.org/browse/WH-12", ["body closes WH-12"]],
    ["This does not fix WH-12.", ["body notFixed WH-12"]],
    ["It won't fix WH-12 yet", ["body notFixed WH-12"]],
    ["WH-12 is not fixed by this.", ["body notFixed WH-12"]],
    ["The rest will be addressed in\nWH-12.", ["body notFixed WH-12"]],
    ["TODO: WH-12", ["trailer notFixed WH-12"]],
    [
      "Known issues:\n- WH-12\n- WH-13\n\nOtherwise like WH-14.",
      ["body notFixed WH-12", "body notFixed WH-13", "body mentions WH-14"],
    ],
    ["See also WH-12", ["body mentions WH-12"]],
    ["> fixes WH-12", ["body quoted WH-12"]],
    ["As in\n\n    WH-12: log in\n\nabove", ["body quoted WH-12"]],
    ["```\nfixes WH-12\n```\nlike WH-13", ["body quoted WH-12", "body mentions WH-13"]],
    ["2026-08-01 12:00:00 ERROR [WH-12] failed", ["body quoted WH-12"]],
    ["-----Original Message-----\nWH-12: log in", ["body quoted WH-12"]],
    ["commit 1a2b3c4d5e6f\nAuthor: A <a@example.org>\n\n    WH-12: log in", ["body quoted WH-12"]],
    ["WH-12: log in\nas ever", ["body implements WH-12"]],
    ["- [WH-12] log in\n- WH-13: log out", ["body implements WH-12", "body implements WH-13"]],
    ["https://jira.example.org/browse/WH-12", ["body implements WH-12"]],
    ["Since WH-12 there is a page.", ["body mentions WH-12"]],
    ["(cherry picked from commit 1a2b3c4d5e6f)", []],
  ])("%j", (body, expected) => {
    expect(said("Log in", body)).toEqual(expected);
  });

  it("takes back what a revert names, and not its reason", () => {
    expect(said('Revert "WH-12: Log in"', "This reverts commit 1a2b3c4.\n\nIt broke WH-11.")).toEqual([
      "subject reverts WH-12",
      "body mentions WH-11",
    ]);
  });

  it("reads the subjects of squashed commits, and nothing else in their messages", () => {
    const listed = said("WH-1: All (#9)", "* WH-2: part\n\nas WH-3 says\n\n* more, WH-4");
    expect(listed).toContain("body implements WH-2");
    expect(listed).toContain("body mentions WH-3");
    expect(listed).toContain("body mentions WH-4");
    const log =
      "Squashed commit of the following:\n\ncommit 1a2b3c4d\nAuthor: A <a@example.org>\nDate:   now\n\n    WH-2: part\n\n    after WH-3";
    expect(said("All", log)).toEqual(["body implements WH-2", "body mentions WH-3"]);
  });

  it("does not take a list of other issues for work where the subject says what the work is for", () => {
    expect(said("WH-1: All", "- WH-2: is another thing")).toEqual([
      "subject implements WH-1",
      "body mentions WH-2",
    ]);
  });

  it("quotes the text of a dependency that was raised", () => {
    expect(
      said("Bump lodash from 4.1 to 4.2 (#34)", "Bumps [lodash](https://x.org) from 4.1.\n\n- fixes #99"),
    ).toEqual(["squashSuffix implements #34", "body quoted #99"]);
  });

  it("counts lines of the message from 1", () => {
    expect(mentionsOfCommit({ subject: "Log in", body: "a\nsee WH-12", parents: [] })).toEqual([
      { key: "WH-12", place: "body", role: "mentions", line: 4, text: "see WH-12" },
    ]);
  });
});

describe("bad messages", () => {
  it.each([
    ["one line", "WH-1 ".repeat(200_000)],
    ["quotes", "> > ".repeat(250_000)],
    ["brackets", "[(".repeat(500_000)],
    ["lines", "not fixed WH-1\n".repeat(70_000)],
    ["words", `${"follow up for ".repeat(70_000)}WH-1`],
    ["many keys", Array.from({ length: 150_000 }, (_, at) => `A-${at}`).join(" ")],
  ])("reads 1 MB of %s", (_, body) => {
    const mentions = mentionsOfCommit({ subject: body, body, parents: [] });
    expect(mentions.length).toBeLessThanOrEqual(mostMentions);
    for (const { text } of mentions) expect(text.length).toBeLessThanOrEqual(200);
  });

  it("reads no further than its bound", () => {
    expect(said("Log in", `${"x".repeat(longestBody)}\nIssue: WH-12`)).toEqual([]);
  });

  it("keeps control characters out of what it shows", () => {
    const [mention] = mentionsOfCommit({
      subject: "WH-12:\u001b[31m\u0007 log\u2028in",
      body: "",
      parents: [],
    });
    expect(mention?.text).toBe("WH-12: [31m log in");
  });
});
