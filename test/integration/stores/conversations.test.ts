import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { openConversations } from "../../../server/stores/openConversations.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

const at = (day: string) => `2026-${day}T10:00:00.000Z`;
const asked = (id: string, question: string, askedAt = at("11-20")) => ({
  id,
  question,
  context: [],
  filter: {},
  askedAt,
});

it("looking makes no file, and a question whose editor died is still being asked", () => {
  const place = temporaryFolder();
  const store = openConversations(place);
  expect(store.list()).toEqual([]);
  expect(store.get("x")).toBeUndefined();
  store.remove();
  expect(readdirSync(place)).toEqual([]);
  const { conversation } = store.begin(asked("t1", "  Why?\nBecause of what?  "));
  store.close();
  const again = openConversations(place);
  expect(again.get(conversation.id)).toMatchObject({ title: "Why?", turns: [{ id: "t1", state: "asking" }] });
  again.close();
});

it("a turn that is begun again stays where it is, and one whose conversation is gone begins another", () => {
  const store = openConversations(temporaryFolder());
  const first = store.begin(asked("t1", "Why?"));
  // As after the death of the process that was answering it.
  expect(store.begin(asked("t1", "Why?")).conversation.id).toBe(first.conversation.id);
  store.remove(first.conversation.id);
  expect(store.end("t1", { state: "answered", followUps: [] })).toBeUndefined();
  const other = store.begin({ ...asked("t2", "And then?"), conversation: first.conversation.id });
  expect(other.conversation.id).not.toBe(first.conversation.id);
  expect(store.list()).toMatchObject([{ title: "And then?", turnCount: 1 }]);
  store.close();
});

it("what is old is deleted by its last question, and its words are gone", () => {
  const place = temporaryFolder();
  const store = openConversations(place);
  const old = store.begin(asked("t1", "Is the axolotl ζξψζξψ old?", at("01-01")));
  store.begin(asked("t2", "Is the ibex new?", at("11-20")));
  store.begin({ ...asked("t3", "Is it still?", at("11-01")), conversation: old.conversation.id });
  store.removeOlder(at("10-01"));
  expect(store.list()).toHaveLength(2);
  store.removeOlder(at("11-10"));
  expect(store.list().map(({ title }) => title)).toEqual(["Is the ibex new?"]);
  const bytes = readdirSync(place).map((name) => readFileSync(path.join(place, name), "utf8"));
  expect(bytes.join("").toLowerCase()).not.toContain("axolotl");
  // Three letters are what the index of the search is made of.
  expect(bytes.join("")).not.toContain("ζξψ");
  store.close();
});

it("is searched for any words in any order, parts of names, and signs that mean something to the search", () => {
  const store = openConversations(temporaryFolder());
  store.begin(asked("t1", 'Where is Client.getAll("x") used?'));
  store.begin(asked("t2", "Größe of an ID?"));
  const titles = (query: string) => store.list(query).map(({ title }) => title);
  expect(titles("used getall")).toEqual(['Where is Client.getAll("x") used?']);
  expect(titles('"x"')).toEqual(['Where is Client.getAll("x") used?']);
  expect(titles("GRÖSSE")).toEqual([]);
  expect(titles("größe id")).toEqual(["Größe of an ID?"]);
  expect(titles('AND OR "" * (')).toEqual([]);
  store.close();
});

it("a file that is damaged, or may not be written, is told in one sentence", () => {
  const damaged = temporaryFolder();
  writeFileSync(
    path.join(damaged, "conversations.sqlite"),
    "this is no database, but long enough to be read as one".repeat(40),
  );
  const store = openConversations(damaged);
  expect(() => store.list()).toThrow(
    /^The conversations in .* cannot be read, because the file is damaged: move it/,
  );
  expect(() => store.begin(asked("t1", "Why?"))).toThrow(/damaged/);
  // Whoever moves it away begins anew, without a restart.
  writeFileSync(path.join(damaged, "conversations.sqlite"), "");
  expect(store.begin(asked("t1", "Why?")).turn.state).toBe("asking");
  store.close();
  const missing = openConversations(path.join(damaged, "not", "there"));
  expect(() => missing.begin(asked("t1", "Why?"))).toThrow(
    /^Conversations cannot be kept in .*: check the rights/,
  );
  expect(existsSync(path.join(damaged, "not"))).toBe(false);
  chmodSync(damaged, 0o700);
});
