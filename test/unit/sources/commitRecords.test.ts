import { expect, test } from "vitest";
import { CommitRecords } from "../../../server/sources/git/commitRecords.ts";
import { nulFields } from "../../../server/sources/git/nulFields.ts";

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const LOG = Buffer.from(
  "\0aa\0bb cc\0Ada\0a@b\x000\x0086400\0First\0Body\n\0\nM\0a.ts\0R090\0old.ts\0nëw.ts\0" +
    "\0bb\0\0Bob\0b@c\x0099999999999999\x0099999999999999\0Second\0\0" +
    "\0cc\0\0Cy\0c@d\0\0\0\0\0\nA\0x\0",
);

test.each([1, 2, 3, 7, 1_000])(
  "the same commits come out when the output arrives %i bytes at a time",
  async (size) => {
    const records = new CommitRecords();
    const commits = [];
    for await (const fields of nulFields(inPieces(LOG, size))) {
      for (const field of fields) {
        const commit = records.take(field);
        if (commit !== undefined) commits.push(commit);
      }
    }
    commits.push(records.finish());
    expect(
      commits.map((commit) => [commit?.hash, commit?.parents, commit?.subject, commit?.body, commit?.files]),
    ).toEqual([
      [
        "aa",
        ["bb", "cc"],
        "First",
        "Body",
        [
          { path: "a.ts", change: "modified" },
          { path: "nëw.ts", change: "renamed", previousPath: "old.ts" },
        ],
      ],
      ["bb", [], "Second", "", []],
      ["cc", [], "", "", [{ path: "x", change: "added" }]],
    ]);
  },
);

test("the author's time and the committer's are told apart; an impossible or missing one is the epoch", async () => {
  const records = new CommitRecords();
  const commits = [];
  for await (const fields of nulFields(inPieces(LOG, 64))) {
    for (const field of fields) {
      const commit = records.take(field);
      if (commit !== undefined) commits.push(commit);
    }
  }
  commits.push(records.finish());
  const epoch = "1970-01-01T00:00:00.000Z";
  expect(commits.map((commit) => [commit?.authoredAt, commit?.committedAt])).toEqual([
    [epoch, "1970-01-02T00:00:00.000Z"],
    [epoch, epoch],
    [epoch, epoch],
  ]);
});
