import { sha256 } from "../base/hashes.ts";
import type { Document } from "../model/document.ts";
import type { RawCommit } from "../model/rawItem.ts";
import { maskingWarnings } from "./maskingWarnings.ts";
import { maskSecrets } from "./maskSecrets.ts";
import { mentionsOfCommit } from "./mentions/commitMentions.ts";
import { peopleOfCommit } from "./mentions/peopleOfCommit.ts";
import { normalizeLineEnds } from "./normalizeLineEnds.ts";

/** A commit as a document: text is the subject, a blank line and the body, as `git log` shows it. */
export function commitDocument(commit: RawCommit): Document {
  const subject = normalizeLineEnds(commit.subject).replaceAll("\n", " ").trim();
  const body = normalizeLineEnds(commit.body)
    .replace(/^\s*\n/, "")
    .trimEnd();
  const { text, maskings } = maskSecrets(body === "" ? subject : `${subject}\n\n${body}`, {
    unquotedValues: true,
  });
  const title = text.split("\n", 1)[0] ?? "";
  const maskedBody = text.slice(title.length + 2);
  return {
    uri: commit.uri,
    kind: "commit",
    language: "plaintext",
    title,
    text,
    contentHash: sha256(JSON.stringify([commit.hash, commit.subject, commit.body, commit.files])),
    date: commit.authoredAt,
    tags: [],
    commit: {
      hash: commit.hash,
      parents: commit.parents,
      authorName: commit.authorName,
      authorEmail: commit.authorEmail,
      committedAt: commit.committedAt,
      files: commit.files,
    },
    mentions: mentionsOfCommit({ subject: title, body: maskedBody, parents: commit.parents }),
    people: peopleOfCommit(maskedBody, commit.authorEmail),
    warnings: maskingWarnings(maskings),
  };
}
