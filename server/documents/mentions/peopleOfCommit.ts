import type { PersonMention } from "../../model/statedFacts.ts";
import { excerpt } from "./excerpt.ts";

/** Most people that are taken from one message. */
const mostPeople = 100;

/**
 * People whom trailers name beside the author: `Co-authored-by` as authors, `Reviewed-by`, `Reviewers`, `Acked-by`,
 * `Approved-by` and the `Signed-off-by` of another than the author as reviewers. Each person once for each role. `author`
 * is the commit's own address.
 */
export function peopleOfCommit(body: string, author: string): readonly PersonMention[] {
  const people = new Map<string, PersonMention>();
  for (const [line, name = "", value = ""] of body.slice(0, 1_000_000).matchAll(trailer)) {
    const role = /^co-/i.test(name) ? "authored" : "reviewed";
    for (const person of value.split(/[,;](?=[^>]*(?:<|$))/)) {
      const stated = personIn(person);
      if (stated === undefined || people.size >= mostPeople) continue;
      if (stated.email !== "" && stated.email.toLowerCase() === author.toLowerCase()) continue;
      const identity = `${role} ${(stated.email || stated.name).toLowerCase()}`;
      if (!people.has(identity)) people.set(identity, { ...stated, role, text: excerpt(line, 0, 0) });
    }
  }
  return [...people.values()];
}

const trailer =
  /^[ \t]{0,4}(co-?authored-by|co-?developed-by|reviewed[- ]by|reviewers?|acked-by|approved-by|signed-off-by)[ \t]?:[ \t]*(\S.{0,1000})$/gim;

function personIn(text: string): Omit<PersonMention, "role" | "text"> | undefined {
  const [, name = "", email = ""] =
    /^\s*"?([^<"]{0,100}?)"?\s*(?:<\s*([^>\s]{1,200})\s*>)?[\s.]*$/.exec(text) ?? [];
  const plain = name.replace(/\p{Cc}/gu, " ").trim();
  if (email === "" && /^\S+@\S+$/.test(plain)) return { name: "", email: plain };
  if (email === "" && (plain === "" || /[(#:/]|\s\S+\s\S+\s\S+\s\S+\s/.test(plain))) return undefined;
  return { name: plain, email };
}
