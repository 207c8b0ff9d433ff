import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import type { SymbolHistory } from "../../../server/model/symbolHistory.ts";
import { GitSymbolLinker } from "../../../server/tracing/symbolLinker.ts";
import { cloneRepository, createRepository, type TestRepository } from "../../support/gitRepository.ts";

const linkers: GitSymbolLinker[] = [];

afterEach(() => {
  for (const linker of linkers.splice(0)) linker.close();
});

/** The history of the lines between the first line that holds `from` and the first after it that holds `to`. */
async function historyOf(
  repository: TestRepository,
  path: string,
  from: string,
  to = "}",
  options: { readonly ignoredRevisions?: readonly string[] } = {},
): Promise<SymbolHistory> {
  const lines = readFileSync(repository.at(path), "utf8").split(/\r?\n/);
  const start = lines.findIndex((line) => line.includes(from));
  const end = lines.findIndex((line, at) => at > start && line.includes(to));
  const linker = new GitSymbolLinker({ folder: repository.folder, ...options });
  linkers.push(linker);
  return linker.history({ path, startLine: start + 1, endLine: end + 1 });
}

function told({ commits }: SymbolHistory): readonly string[] {
  return commits.map(({ subject, roles }) => `${subject}: ${roles.join(", ")}`);
}

const refund = `export function refund(order, amount) {
  const paid = order.payments.total();
  if (amount > paid) throw new Error("too much");
  return ledger.book(order.id, -amount);
}
`;
const other = `export function ship(order) {
  const parcel = pack(order.items);
  return carrier.send(parcel, order.address);
}
`;

it("tells apart who introduced a function, who changed it last and who touched it between", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.commit("A-2 shipping", { "shop.js": `${other}\n${refund}` });
  repository.commit("A-3 limit", { "shop.js": `${other}\n${refund.replace("> paid", ">= paid")}` });
  const last = refund.replace("> paid", ">= paid").replace("too much", "more than was paid");
  repository.commit("A-4 wording", { "shop.js": `${other}\n${last}` });
  repository.commit("A-5 readme", { "README.md": "Hello" });
  const history = await historyOf(repository, "shop.js", "refund");
  expect(told(history)).toEqual([
    "A-4 wording: lastChanged",
    "A-3 limit: touched",
    "A-1 refunds: introduced",
  ]);
  expect(history.commits[0]).toMatchObject({
    text: 'if (amount >= paid) throw new Error("more than was paid");',
    line: 8,
    presentLines: 1,
  });
  expect(history.commits[2]).toMatchObject({ path: "shop.js", startLine: 1, endLine: 5 });
  expect(history.uncommittedLines).toBe(0);
});

it("keeps the history of a function that is renamed, and names the rename", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.commit("A-2 rename", { "shop.js": refund.replace("refund(", "payBack(") });
  expect(told(await historyOf(repository, "shop.js", "payBack"))).toEqual([
    "A-2 rename: lastChanged",
    "A-1 refunds: introduced",
  ]);
});

it("follows git mv, which changes nothing", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.git("mv", "shop.js", "store.js");
  repository.commit("A-2 move");
  expect(told(await historyOf(repository, "store.js", "refund"))).toEqual([
    "A-1 refunds: introduced, lastChanged",
  ]);
});

it("follows a file that is moved and edited at once", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": `${other}\n${refund}` });
  repository.commit("A-2 move and edit", {
    "shop.js": null,
    "src/store.js": `${other}\n${refund.replace("> paid", ">= paid")}`,
  });
  expect(told(await historyOf(repository, "src/store.js", "refund"))).toEqual([
    "A-2 move and edit: lastChanged",
    "A-1 refunds: introduced",
  ]);
  expect(told(await historyOf(repository, "src/store.js", "ship"))).toEqual([
    "A-1 refunds: introduced, lastChanged",
  ]);
});

it("follows a function into the file from which it was moved", async () => {
  const repository = createRepository();
  repository.commit("A-1 both", {
    "shop.js": `${other}\n${refund}`,
    "money.js": "export const euro = 100;\n",
  });
  repository.commit("A-2 limit", { "shop.js": `${other}\n${refund.replace("> paid", ">= paid")}` });
  repository.commit("A-3 split", {
    "shop.js": other,
    "money.js": `export const euro = 100;\n\n${refund.replace("> paid", ">= paid")}`,
  });
  const history = await historyOf(repository, "money.js", "refund");
  expect(told(history)).toEqual(["A-2 limit: lastChanged", "A-1 both: introduced"]);
  expect(history.moves).toMatchObject([{ from: "shop.js", to: "money.js" }]);
});

it("links no commit that reformats everything, in any of the usual ways", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  const formatted = `export function refund(
    order,
    amount,
)
{
    const paid = order.payments.total()
    if (amount > paid)
    {
        throw new Error('too much')
    }

    return ledger.book(order.id, -amount)
}
`;
  const hash = repository.commit("A-2 format", { "shop.js": formatted });
  repository.commit("A-3 licence", { "shop.js": `// Licence\n// of many\n// words\n${formatted}` });
  const history = await historyOf(repository, "shop.js", "refund", "return");
  expect(told(history)).toEqual(["A-1 refunds: introduced, lastChanged"]);
  expect(history.passedOver).toEqual([hash]);
});

it("links no commit that changes line ends, or wraps a comment anew", async () => {
  const repository = createRepository();
  const commented = refund.replace(
    "  return",
    "  // Books are kept in the currency of the order,\n  // never in ours.\n  return",
  );
  repository.commit("A-1 refunds", { "shop.js": commented });
  repository.commit("A-2 line ends", { "shop.js": commented.replaceAll("\n", "\r\n") });
  const wrapped = commented.replace("of the order,\n  // never", "of\n  // the order, never");
  repository.commit("A-3 comment", { "shop.js": wrapped.replaceAll("\n", "\r\n") });
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-1 refunds: introduced, lastChanged",
  ]);
});

it("links no commit that is to be ignored, by the repository or by the caller", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  const ignored = repository.commit("A-2 codemod", { "shop.js": refund.replace("const paid", "let paid") });
  const last = repository.commit("A-3 limit", {
    "shop.js": refund.replace("const paid", "let paid").replace("> paid", ">= paid"),
  });
  repository.commit("A-4 ignore", {
    ".git-blame-ignore-revs": `# codemods\n${ignored} # let\n${"0".repeat(40)}\nrubbish\n`,
  });
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-3 limit: lastChanged",
    "A-1 refunds: introduced",
  ]);
  const less = await historyOf(repository, "shop.js", "refund", "}", { ignoredRevisions: [last] });
  expect(told(less)).toEqual(["A-1 refunds: introduced, lastChanged"]);
});

it("honours the files that Git's configuration names, and survives those that are missing", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  const ignored = repository.commit("A-2 codemod", { "shop.js": refund.replace("const paid", "let paid") });
  repository.write({ "tools/revs.txt": `${ignored}\n` });
  repository.git("config", "--add", "blame.ignoreRevsFile", "tools/revs.txt");
  repository.git("config", "--add", "blame.ignoreRevsFile", "nowhere.txt");
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-1 refunds: introduced, lastChanged",
  ]);
});

it("counts a squash as one commit", async () => {
  const repository = createRepository({ "README.md": "Shop" });
  repository.git("switch", "-qc", "topic");
  repository.commit("first try", { "shop.js": refund });
  repository.commit("second try", { "shop.js": refund.replace("> paid", ">= paid") });
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--squash", "topic");
  repository.commit("A-1 refunds (#7)");
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-1 refunds (#7): introduced, lastChanged",
  ]);
});

it("does not count a merge that takes each line from one of its sides", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.git("switch", "-qc", "topic");
  repository.commit("A-2 limit", {
    "shop.js": refund.replace("const paid = order.payments.total()", "const paid = order.payments.sum()"),
  });
  repository.git("switch", "-q", "main");
  repository.commit("A-3 books", { "shop.js": refund.replace("ledger.book(", "books.enter(") });
  repository.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic");
  expect(told(await historyOf(repository, "shop.js", "refund")).toSorted()).toEqual([
    "A-1 refunds: introduced",
    "A-2 limit: touched",
    "A-3 books: lastChanged",
  ]);
});

it("counts a merge that writes a line of its own", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.git("switch", "-qc", "topic");
  repository.commit("A-2 more", { "shop.js": refund.replace("> paid", ">= paid") });
  repository.git("switch", "-q", "main");
  repository.commit("A-3 less", { "shop.js": refund.replace("> paid", "> paid.total") });
  try {
    repository.git("merge", "-q", "--no-ff", "topic");
  } catch {
    // Both sides changed the line.
  }
  repository.commit("Merge topic by hand", { "shop.js": refund.replace("> paid", ">= paid.grandTotal") });
  expect(told(await historyOf(repository, "shop.js", "refund"))[0]).toBe("Merge topic by hand: lastChanged");
});

it("does not follow the side that a merge threw away", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.git("switch", "-qc", "topic");
  repository.commit("A-2 dropped", { "shop.js": refund.replace("> paid", ">= paid") });
  repository.git("switch", "-q", "main");
  repository.commit("A-3 readme", { "README.md": "Shop" });
  repository.git("merge", "-q", "-s", "ours", "-m", "Merge nothing", "topic");
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-1 refunds: introduced, lastChanged",
  ]);
});

it("keeps the history over a revert and the revert of that", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.commit("A-2 limit", { "shop.js": refund.replace("> paid", ">= paid") });
  repository.git("revert", "--no-edit", "HEAD");
  repository.git("revert", "--no-edit", "HEAD");
  const history = told(await historyOf(repository, "shop.js", "refund"));
  expect(history.at(-1)).toBe("A-1 refunds: introduced");
  expect(history).toContain("A-2 limit: touched");
  expect(history).toHaveLength(4);
});

it("goes on before a function was deleted and put back as it was", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": `${other}\n${refund}` });
  repository.commit("A-2 drop", { "shop.js": other });
  repository.commit("A-3 back", { "shop.js": `${other}\n${refund}` });
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-3 back: lastChanged",
    "A-1 refunds: introduced",
  ]);
});

it("takes a copy with its history, and its author as one who changed it", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.commit("A-2 copy", {
    "shop.js": `${refund}\n${other}`,
    "credit.js": refund.replace("refund(", "credit("),
  });
  const history = told(await historyOf(repository, "credit.js", "credit"));
  expect(history).toEqual(["A-2 copy: lastChanged", "A-1 refunds: introduced"]);
});

it("does not take what stands beside a function for its history", async () => {
  const repository = createRepository();
  repository.commit("A-1 shipping", { "shop.js": other });
  repository.commit("A-2 refunds", { "shop.js": `${refund}\n${other}` });
  repository.commit("A-3 labels", { "shop.js": `${refund}\nconst labels = [];\n\n${other}` });
  expect(told(await historyOf(repository, "shop.js", "ship"))).toEqual([
    "A-1 shipping: introduced, lastChanged",
  ]);
});

it("counts the lines that are in no commit yet, and maps the others", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.write({
    "shop.js": `// At the top\n${other}\n${refund.replace("  return", "  log(amount);\n  return")}`,
  });
  const history = await historyOf(repository, "shop.js", "refund");
  expect(told(history)).toEqual(["A-1 refunds: introduced, lastChanged"]);
  expect(history.uncommittedLines).toBe(1);
});

it("says of a file that Git does not know, and of a folder without Git, that nothing is committed", async () => {
  const repository = createRepository({ "README.md": "Shop" });
  repository.write({ "shop.js": refund });
  expect(await historyOf(repository, "shop.js", "refund")).toMatchObject({
    commits: [],
    uncommittedLines: 4,
  });
  repository.git("checkout", "-q", "--orphan", "empty");
  expect(await historyOf(repository, "shop.js", "refund")).toMatchObject({
    commits: [],
    uncommittedLines: 4,
  });
});

it("says where a shallow clone hides who introduced a function", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  const boundary = repository.commit("A-2 limit", { "shop.js": refund.replace("> paid", ">= paid") });
  repository.commit("A-3 wording", {
    "shop.js": refund.replace("> paid", ">= paid").replace("too much", "more than paid"),
  });
  const clone = cloneRepository(repository, "--depth=2");
  const history = await historyOf(clone, "shop.js", "refund");
  expect(told(history)).toEqual(["A-3 wording: lastChanged"]);
  expect(history.cut).toMatchObject({ reason: "shallow", commit: boundary });
  expect(history.cut?.sentence).toContain("git fetch --unshallow");
});

it("fetches nothing for a partial clone, and says what it lacks", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  repository.commit("A-2 limit", { "shop.js": refund.replace("> paid", ">= paid") });
  const clone = cloneRepository(repository, "--filter=blob:none");
  const history = await historyOf(clone, "shop.js", "refund");
  expect(history.commits.every(({ roles }) => !roles.includes("introduced"))).toBe(true);
  expect(history.cut).toMatchObject({ reason: "partial" });
});

it("tells the history of what is checked out after a force-push rewrote it", async () => {
  const repository = createRepository({ "README.md": "Shop" });
  repository.commit("A-1 refunds", { "shop.js": refund });
  const linker = new GitSymbolLinker({
    folder: repository.folder,
    cache: new Map<string, string>() as never,
  });
  linkers.push(linker);
  const place = { path: "shop.js", startLine: 1, endLine: 5 };
  expect(told(await linker.history(place))).toEqual(["A-1 refunds: introduced, lastChanged"]);
  repository.git("commit", "-q", "--amend", "--no-gpg-sign", "-m", "A-9 refunds, rewritten");
  expect(told(await linker.history(place))).toEqual(["A-9 refunds, rewritten: introduced, lastChanged"]);
});

it("reads paths and names in any script, and folders inside their repository", async () => {
  const repository = createRepository();
  const text = refund.replaceAll("refund", "возврат").replace("too much", "слишком много 💸");
  repository.commit("A-1 возврат", { "проект/[a] *.js": text });
  repository.commit("A-2 limit", { "проект/[a] *.js": text.replace("> paid", ">= paid") });
  expect(told(await historyOf(repository, "проект/[a] *.js", "возврат"))).toEqual([
    "A-2 limit: lastChanged",
    "A-1 возврат: introduced",
  ]);
  const linker = new GitSymbolLinker({ folder: repository.at("проект") });
  linkers.push(linker);
  const history = await linker.history({ path: "[a] *.js", startLine: 1, endLine: 5 });
  expect(history.commits.map(({ path }) => path)).toEqual(["[a] *.js", "[a] *.js"]);
});

it("keeps the order of the commits where clocks differ", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund }, { date: "2030-01-01T00:00:00Z" });
  repository.commit(
    "A-2 limit",
    { "shop.js": refund.replace("> paid", ">= paid") },
    { date: "2001-01-01T00:00:00Z" },
  );
  expect(told(await historyOf(repository, "shop.js", "refund"))).toEqual([
    "A-2 limit: lastChanged",
    "A-1 refunds: introduced",
  ]);
});

it("answers for all definitions of a file what it answers for each", async () => {
  const repository = createRepository();
  repository.commit("A-1 shipping", { "shop.js": other });
  repository.commit("A-2 refunds", { "shop.js": `${other}\n${refund}` });
  const linker = new GitSymbolLinker({ folder: repository.folder });
  linkers.push(linker);
  const ranges = [
    { startLine: 1, endLine: 4 },
    { startLine: 6, endLine: 10 },
  ];
  const all = await linker.histories("shop.js", ranges);
  expect(all.map(told)).toEqual([
    ["A-1 shipping: introduced, lastChanged"],
    ["A-2 refunds: introduced, lastChanged"],
  ]);
  expect(await linker.history({ path: "shop.js", ...(ranges[1] ?? { startLine: 1, endLine: 1 }) })).toEqual(
    all[1],
  );
});

it("asks the cache first, and again where the content, HEAD or what is ignored has changed", async () => {
  const repository = createRepository();
  repository.commit("A-1 refunds", { "shop.js": refund });
  const kept = new Map<string, string>();
  let stored = 0;
  const cache = {
    get: (key: string) => kept.get(key),
    set: (key: string, value: string) => {
      stored++;
      kept.set(key, value);
    },
  };
  const linker = new GitSymbolLinker({ folder: repository.folder, cache });
  linkers.push(linker);
  const place = { path: "shop.js", startLine: 1, endLine: 5 };
  const first = await linker.history(place);
  const storedFirst = stored;
  expect(await linker.history(place)).toEqual(first);
  expect(stored).toBe(storedFirst);
  repository.commit("A-2 readme", { "README.md": "Shop" });
  const marked = new Map(kept);
  expect(await linker.history(place)).toEqual(first);
  expect([...kept.keys()].filter((key) => !marked.has(key)).every((key) => key.includes(" last "))).toBe(
    true,
  );
  const hash = repository.commit("A-3 limit", { "shop.js": refund.replace("> paid", ">= paid") });
  expect(told(await linker.history(place))).toEqual(["A-3 limit: lastChanged", "A-1 refunds: introduced"]);
  repository.write({ ".git-blame-ignore-revs": hash });
  expect(told(await linker.history(place))).toEqual(["A-1 refunds: introduced, lastChanged"]);
});

it("sees what was taken away at the end of a function or above it, with braces and without", async () => {
  const repository = createRepository();
  const python =
    "def refund(order):\n    check(order)\n    book(order)\n    tell(order)\n\n\ndef ship(order):\n    pass\n";
  repository.commit("A-1 refunds", {
    "Shop.java": `class Shop {\n  @Slow\n  ${refund.replaceAll("\n", "\n  ").replace("  }\n", "    log(order);\n  }\n")}\n}\n`,
    "shop.py": python,
  });
  repository.commit("A-2 silent", {
    "Shop.java": `class Shop {\n  @Slow\n  ${refund.replaceAll("\n", "\n  ")}\n}\n`,
    "shop.py": python.replace("    tell(order)\n", ""),
  });
  repository.commit("A-3 fast", { "Shop.java": `class Shop {\n  ${refund.replaceAll("\n", "\n  ")}\n}\n` });
  expect(told(await historyOf(repository, "Shop.java", "refund"))).toEqual([
    "A-3 fast: lastChanged",
    "A-2 silent: touched",
    "A-1 refunds: introduced",
  ]);
  expect(told(await historyOf(repository, "shop.py", "refund", "book"))).toEqual([
    "A-2 silent: lastChanged",
    "A-1 refunds: introduced",
  ]);
});

it("keeps no secret of a line or subject, also where it goes over several lines", async () => {
  const repository = createRepository();
  const key = Array.from({ length: 4 }, (_, at) => `${"MIIEpAIBAAKCAQEA7bq".repeat(3)}${at}`);
  const token = `ghp_${"a1B2".repeat(9)}`;
  const code = (secret: string, body: readonly string[]) =>
    `export function connect(host) {
  const password = "${secret}";
  const pem = \`-----BEGIN RSA PRIVATE KEY-----
${body.join("\n")}
-----END RSA PRIVATE KEY-----\`;
  return open(host, password, pem, "orders", "refunds");
}
`;
  repository.commit("A-1 connect", { "db.js": code("s3cretPassWord99x", key.slice(1)) });
  repository.commit(`A-2 the token is ${token}`, { "db.js": code("n3wSecretWord77y", key.slice(1)) });
  repository.commit(`A-3 ${"long ".repeat(100_000)}`, { "db.js": code("n3wSecretWord77y", key) });
  const history = await historyOf(repository, "db.js", "connect");
  const kept = JSON.stringify(history);
  expect(history.commits.map(({ line }) => line)).toEqual([4, 2, 1]);
  expect(kept).toContain("[masked: ");
  for (const secret of ["s3cret", "n3wSecret", "MIIEpA", token]) expect(kept).not.toContain(secret);
  expect(history.commits[0]?.subject.length).toBeLessThan(400);
});
