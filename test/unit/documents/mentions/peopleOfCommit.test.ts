import { describe, expect, it } from "vitest";
import { peopleOfCommit } from "../../../../server/documents/mentions/peopleOfCommit.ts";

const named = (body: string, author = "ann@example.org"): readonly string[] =>
  peopleOfCommit(body, author).map(({ role, name, email }) => `${role} ${name} <${email}>`);

describe("peopleOfCommit", () => {
  it("tells co-authors from reviewers and leaves the author out", () => {
    const body = `Log in

Co-authored-by: Bob B. <Bob@example.org>
Co-Authored-By: Ann <ANN@example.org>
Reviewed-by: Cem <cem@example.org>
Acked-by: Dan <dan@example.org>
Signed-off-by: Ann <ann@example.org>
Signed-off-by: Eve <eve@example.org>`;
    expect(named(body)).toEqual([
      "authored Bob B. <Bob@example.org>",
      "reviewed Cem <cem@example.org>",
      "reviewed Dan <dan@example.org>",
      "reviewed Eve <eve@example.org>",
    ]);
  });

  it("reads lists of reviewers, with and without addresses, each once", () => {
    expect(named("Reviewers: Bob <bob@example.org>, Cem Ö, bob@example.org, Cem Ö")).toEqual([
      "reviewed Bob <bob@example.org>",
      "reviewed Cem Ö <>",
    ]);
  });

  it("takes no sentence for a person", () => {
    expect(named("Reviewed by: the people who were there that day at the office, see #12")).toEqual([]);
  });

  it("reads 1 MB", () => {
    expect(named("Reviewers: a,".repeat(80_000)).length).toBeLessThanOrEqual(100);
    expect(named("Reviewed-by: A <a@example.org>\n".repeat(40_000))).toHaveLength(1);
  });
});
