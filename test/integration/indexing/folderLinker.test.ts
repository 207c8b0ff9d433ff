import { copyFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { FolderLinker } from "../../../server/indexing/folderLinker.ts";
import type { GraphEdge, GraphNode } from "../../../server/model/graph.ts";
import type { AsOf, GraphStore } from "../../../server/model/graphStore.ts";
import { readTags } from "../../../server/sources/git/tags.ts";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { openRecords } from "../../../server/stores/openRecords.ts";
import { openStoreForWriting } from "../../../server/stores/openStore.ts";
import { openIndexing, storeOf } from "../../../server/wiring.ts";
import {
  createRepository,
  type TestRepository,
  temporaryFolder,
  writeFiles,
} from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const wordsOnly = { WHENCE_EMBEDDING_PROVIDER: "none" };

/** A folder whose index keeps a graph, in the words of somebody who looks at links. */
function linkedFolder(folder: string, store?: string) {
  const indexed = indexedFolder(folder, store, wordsOnly);
  const withGraph = async <Answer>(look: (graph: ReturnType<typeof openGraph>) => Promise<Answer>) => {
    const graph = openGraph(storeOf(indexed.place), "read");
    return look(graph).finally(() => graph.close());
  };
  return {
    ...indexed,
    /** The setting whence.links.projects from now on. */
    withProjects: (...projects: string[]) => {
      const place = {
        ...indexed.place,
        settings: { ...indexed.place.settings, "whence.links.projects": projects },
      };
      return openIndexing(place).then((session) => session.indexer.run().finally(session.close));
    },
    rebuild: () =>
      openIndexing(indexed.place, { rebuild: true }).then((session) =>
        session.indexer.run().finally(session.close),
      ),
    /** `title kind title`, commits by their subject; in alphabetical order. */
    links: (at: AsOf & { readonly withClosed?: boolean } = {}) =>
      withGraph(async (graph) => {
        const { rows } = await graph.edges(at);
        const nodes = await graph.nodes(rows.flatMap(({ from, to }) => [from, to]));
        const titles = new Map(nodes.map(({ id, title }) => [id, title]));
        return rows.map((edge) => sentenceOf(edge, titles)).toSorted();
      }),
    edges: () => withGraph(async (graph) => (await graph.edges({ withClosed: true })).rows),
    item: (key: string): Promise<GraphNode | undefined> =>
      withGraph(async (graph) => (await graph.nodesByKey(key))[0]),
    node: (id: string) => withGraph(async (graph) => (await graph.nodes([id]))[0]),
  };
}

function sentenceOf(
  { from, kind, to, role, validTo }: GraphEdge,
  titles: ReadonlyMap<string, string>,
): string {
  const name = (id: string) => titles.get(id) ?? id;
  const word = role === undefined || role === "implements" ? kind : `${kind} (${role})`;
  return `${name(from)} ${word} ${name(to)}${validTo === undefined ? "" : " (closed)"}`;
}

/** A repository whose history makes SHOP known. */
function shop(): TestRepository {
  const repository = createRepository();
  for (const at of [1, 2, 3]) repository.commit(`SHOP-${at} step`, { [`step${at}.txt`]: `Step ${at}.\n` });
  return repository;
}

const steps = [
  "SHOP-1 step implements SHOP-1",
  "SHOP-2 step implements SHOP-2",
  "SHOP-3 step implements SHOP-3",
];

it("takes for keys what a project uses as keys, and no names of standards, months or advisories", async () => {
  const repository = shop();
  repository.commit(
    "Read UTF-8 by SHA-256\n\nISO-8601 of 2026-08, see CVE-2024-1234, RFC-2119 and HTTP-404.\nThe idea is of SHOP-1.",
    {
      "read.ts":
        "// UTF-8 and SHA-256 since 2026-08, for SHOP-2.\nexport function read(): number {\n  // CVE-2024-1234\n  return 1;\n}\n",
      "read.test.ts": 'it("SHOP-3 reads ISO-8601", () => undefined);\n',
    },
  );
  const folder = linkedFolder(repository.folder);
  await folder.index();
  const links = await folder.links();
  expect(links.filter((link) => !/ SHOP-\d$/.test(link) && !link.includes(" contains "))).toEqual([]);
  expect(links).toEqual(
    expect.arrayContaining([
      "Read UTF-8 by SHA-256 mentions (mentions) SHOP-1",
      "read.test.ts mentions (testName) SHOP-3",
    ]),
  );
  expect(links.some((link) => /^read(?:\.ts)? mentions .* SHOP-2$/.test(link))).toBe(true);
  for (const key of ["UTF-8", "SHA-256", "ISO-8601", "2026-08", "CVE-2024-1234"])
    expect(await folder.item(key)).toBeUndefined();
});

it("links what a merge brought in to its branch's key, a squash to its pull request, and tells reverts apart", async () => {
  const repository = shop();
  repository.git("switch", "-qc", "feature/SHOP-7-refunds");
  repository.commit("first half", { "a.txt": "a" });
  repository.commit("second half", { "b.txt": "b" });
  repository.git("switch", "-q", "main");
  repository.git(
    "merge",
    "-q",
    "--no-ff",
    "-m",
    "Merge branch 'feature/SHOP-7-refunds'",
    "feature/SHOP-7-refunds",
  );
  repository.commit("SHOP-8 faster (#31)", { "c.txt": "c" });
  for (const number of [32, 33]) repository.commit(`Other (#${number})`, { [`${number}.txt`]: "x" });
  repository.git("revert", "--no-edit", "HEAD~2");
  const folder = linkedFolder(repository.folder);
  await folder.index();
  const links = await folder.links();
  expect(links).toEqual(
    expect.arrayContaining([
      "first half implements SHOP-7",
      "second half implements SHOP-7",
      "SHOP-8 faster (#31) implements SHOP-8",
      "SHOP-8 faster contains SHOP-8 faster (#31)",
      "SHOP-8 faster implements SHOP-8",
      'Revert "SHOP-8 faster (#31)" mentions (reverts) SHOP-8',
    ]),
  );
  expect(links.filter((link) => link.startsWith("Revert") && link.includes("implements"))).toEqual([]);
});

it("links the commits of a branch when its merge arrives in a later run", async () => {
  const repository = shop();
  repository.git("switch", "-qc", "SHOP-7");
  repository.commit("the work", { "a.txt": "a" });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  expect(await folder.links()).toEqual(steps);
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'SHOP-7'", "SHOP-7");
  await folder.index();
  expect(await folder.links()).toContain("the work implements SHOP-7");
});

it("closes a link that a file no longer states, and still shows it for the time when it held", async () => {
  const repository = shop();
  repository.commit("Comment", { "pay.ts": "// Limits: SHOP-2\nexport const limit = 1;\n" });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  const [stated] = (await folder.links()).filter((link) => !steps.includes(link) && link.endsWith("SHOP-2"));
  expect(stated).toMatch(/mentions \(\w+\) SHOP-2$/);
  const before = new Date().toISOString();
  repository.commit("No comment", { "pay.ts": "export const limit = 1;\n" });
  await folder.index();
  expect(await folder.links()).toEqual(steps);
  expect(await folder.links({ withClosed: true })).toContain(`${stated} (closed)`);
  expect(await folder.links({ asOf: before })).toContain(`${stated} (closed)`);
  expect(await folder.links({ asOf: new Date().toISOString() })).toEqual(steps);
});

const story = (key: string, title: string) =>
  `---\nid: ${key}\nkind: story\ntitle: ${title}\n---\n\n# ${title}\n`;

it("keeps an item whose specification was deleted by its key as long as something names it", async () => {
  const repository = shop();
  repository.commit("Specifications", {
    "docs/specs/SHOP-1.md": story("SHOP-1", "Pay"),
    "docs/specs/SHOP-90.md": story("SHOP-90", "Never begun"),
  });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  expect(await folder.item("SHOP-1")).toMatchObject({ kind: "story", title: "Pay" });
  expect(await folder.links()).toContain("SHOP-1 step implements Pay");
  repository.commit("Away", { "docs/specs/SHOP-1.md": null, "docs/specs/SHOP-90.md": null });
  await folder.index();
  expect(await folder.item("SHOP-1")).toEqual({
    id: "item:SHOP-1",
    kind: "issue",
    key: "SHOP-1",
    title: "SHOP-1",
  });
  expect(await folder.item("SHOP-90")).toMatchObject({ title: "Never begun", goneAt: expect.any(String) });
  repository.commit("Back", { "docs/specs/SHOP-90.md": story("SHOP-90", "Begun") });
  await folder.index();
  const back = await folder.item("SHOP-90");
  expect(back).toMatchObject({ title: "Begun" });
  expect(back?.goneAt).toBeUndefined();
});

it("closes what commits stated that a force-push took away, with the items that only they named", async () => {
  const repository = shop();
  const lost = repository.commit("SHOP-4 wrong way", { "wrong.txt": "x" });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  expect(await folder.links()).toContain("SHOP-4 wrong way implements SHOP-4");
  repository.git("reset", "-q", "--hard", "HEAD~1");
  repository.commit("SHOP-5 right way", { "right.txt": "x" });
  await folder.index();
  expect(await folder.links()).toEqual([...steps, "SHOP-5 right way implements SHOP-5"]);
  expect(await folder.links({ withClosed: true })).toContain("SHOP-4 wrong way implements SHOP-4 (closed)");
  for (const gone of [await folder.item("SHOP-4"), await folder.node(`commit:${lost}`)])
    expect(gone).toMatchObject({ goneAt: expect.any(String) });
  expect((await folder.item("SHOP-3"))?.goneAt).toBeUndefined();
});

it("keeps the graph with its closed links when the index is rebuilt", async () => {
  const repository = shop();
  repository.commit("Comment", { "pay.ts": "// SHOP-2\nexport const limit = 1;\n" });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  repository.commit("No comment", { "pay.ts": "export const limit = 1;\n" });
  await folder.index();
  const before = await folder.edges();
  expect(before.some(({ validTo }) => validTo !== undefined)).toBe(true);
  const report = await folder.rebuild();
  expect(report.links).toBe(3);
  expect(await folder.edges()).toEqual(before);
});

it("links with the next run what a run that was stopped in between had read", async () => {
  const repository = shop();
  const folder = linkedFolder(repository.folder);
  await folder.index();
  repository.git("reset", "-q", "--hard", "HEAD~1");
  repository.commit("SHOP-6 instead", { "six.txt": "6" });
  const stop = new AbortController();
  const stopped = folder.index({
    signal: stop.signal,
    onProgress: ({ phase }) => {
      if (phase === "linking") stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ reason: "cancelled" });
  expect(await folder.links()).toEqual(steps);
  expect(await folder.index()).toMatchObject({ documentsChanged: 0, links: 3 });
  expect(await folder.links()).toEqual([...steps.slice(0, 2), "SHOP-6 instead implements SHOP-6"]);
  expect(await folder.item("SHOP-3")).toMatchObject({ goneAt: expect.any(String) });
});

it("may die after any of its writes: the next run leaves what one that was not disturbed does", async () => {
  const repository = shop();
  repository.commit("Comment", {
    "pay.ts": "// SHOP-2\nexport const limit = 1;\n",
    "docs/specs/SHOP-1.md": story("SHOP-1", "Pay"),
    "docs/specs/SHOP-90.md": story("SHOP-90", "Never begun"),
  });
  repository.commit("SHOP-4 wrong way");
  const folder = linkedFolder(repository.folder);
  await folder.index();
  const graphFile = path.join(storeOf(folder.place), "graph.sqlite");
  const before = path.join(temporaryFolder(), "graph.sqlite");
  copyFileSync(graphFile, before);
  repository.git("reset", "-q", "--hard", "HEAD~1");
  repository.commit("SHOP-5 right way", {
    "pay.ts": "// SHOP-3\nexport const limit = 1;\n",
    "docs/specs/SHOP-1.md": null,
    "docs/specs/SHOP-90.md": null,
  });
  repository.git("tag", "v1.0");
  await folder.index();
  const expected = await stateOf(storeOf(folder.place));

  const store = await openStoreForWriting(storeOf(folder.place));
  const records = openRecords(storeOf(folder.place), "read");
  const names = { tags: () => readTags(repository.folder), remotes: async () => [] };
  let [deaths, isOver] = [0, false];
  for (let writes = 0; !isOver; writes++) {
    const place = temporaryFolder();
    copyFileSync(before, path.join(place, "graph.sqlite"));
    const graph = openGraph(place, "write");
    const link = async (target: GraphStore) => {
      const linker = new FolderLinker({
        catalog: store.catalog,
        graph: target,
        records,
        projects: [],
        names,
      });
      linker.begin();
      await linker.link(true, new Date());
    };
    isOver = await link(dyingAfter(writes, graph)).then(
      () => true,
      () => false,
    );
    if (!isOver) deaths += 1;
    await link(graph);
    await graph.close();
    expect(await stateOf(place), `after ${writes} writes`).toEqual(expected);
  }
  await store.close();
  expect(deaths).toBeGreaterThan(5);
});

/** A graph that takes so many writes and then no more, like the one of a process that is killed. */
function dyingAfter(writes: number, graph: GraphStore): GraphStore {
  let left = writes;
  const count = () => {
    if (left-- <= 0) throw new Error("killed");
  };
  return new Proxy(graph, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...values: unknown[]) => unknown;
      return (...values: unknown[]) => {
        if (name === "upsertNodes" || name === "restate") count();
        return method.apply(target, values);
      };
    },
  });
}

/** What holds in a graph: links with their evidence, and nodes that are not gone. */
async function stateOf(place: string) {
  const graph = openGraph(place, "read");
  const { rows } = await graph.edges({});
  const nodes = await graph.listNodes({});
  await graph.close();
  return { edges: rows.map((edge) => ({ ...edge, validFrom: "" })).toSorted(byText), nodes: nodes.rows };
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

it("takes the links of a refused project away with the next run, and gives them back", async () => {
  const repository = shop();
  repository.commit("ABC-1 and SHOP-1");
  const folder = linkedFolder(repository.folder);
  await folder.index();
  expect(await folder.links()).toContain("ABC-1 and SHOP-1 implements SHOP-1");
  expect(await folder.withProjects("-SHOP", "ABC")).toMatchObject({ documentsChanged: 0, links: 1 });
  expect(await folder.links()).toEqual(["ABC-1 and SHOP-1 implements ABC-1"]);
  expect(await folder.item("SHOP-2")).toMatchObject({ goneAt: expect.any(String) });
  await folder.index();
  expect(await folder.links()).toEqual(expect.arrayContaining(steps));
  expect((await folder.item("SHOP-2"))?.goneAt).toBeUndefined();
});

it("links older commits too as soon as the history has made a project known", async () => {
  const repository = createRepository();
  repository.commit("SHOP-1 step");
  const folder = linkedFolder(repository.folder);
  await folder.index();
  expect(await folder.links()).toEqual([]);
  for (const at of [2, 3]) repository.commit(`SHOP-${at} step`);
  await folder.index();
  expect(await folder.links()).toEqual(steps);
});

it("sees a tag that was made when nothing else changed, and that it moved", async () => {
  const repository = shop();
  const folder = linkedFolder(repository.folder);
  await folder.index();
  repository.git("tag", "v1.0", "HEAD~1");
  expect(await folder.index()).toMatchObject({ documentsChanged: 0, links: 4 });
  expect(await folder.links()).toContain("v1.0 contains SHOP-2 step");
  repository.git("tag", "-f", "v1.0", "HEAD");
  await folder.index();
  expect(await folder.links()).toEqual([...steps, "v1.0 contains SHOP-3 step"]);
});

it("shares nothing between two folders that name the same keys", async () => {
  const [one, other] = [shop(), shop()];
  one.commit("SHOP-4 only here");
  const [first, second] = [linkedFolder(one.folder), linkedFolder(other.folder)];
  await Promise.all([first.index(), second.index()]);
  expect(await first.links()).toEqual([...steps, "SHOP-4 only here implements SHOP-4"]);
  expect(await second.links()).toEqual(steps);
});

it("links the specifications of a folder without Git", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "docs/specs/SHOP-1.md": story("SHOP-1", "Pay"),
    "docs/specs/SHOP-2.md": story("SHOP-2", "Refund").replace("kind: story", "kind: story\nparent: SHOP-1"),
    "pay.py": "# SHOP-2: in cents\ndef pay():\n    return 1\n",
  });
  const linked = linkedFolder(folder);
  const report = await linked.index();
  expect(report.warnings).toEqual([]);
  expect(await linked.links()).toEqual(
    expect.arrayContaining([
      "Pay parentOf Refund",
      expect.stringMatching(/^pay(?:\.py)? mentions .* Refund$/),
    ]),
  );
});

it("gives every link evidence that stands where it says", async () => {
  const repository = shop();
  repository.commit("Comment", {
    "pay.ts": "export function pay(): number {\n  // Limits: SHOP-2\n  return 1;\n}\n",
  });
  const folder = linkedFolder(repository.folder);
  await folder.index();
  const comment = (await folder.edges()).find(
    ({ kind, source }) => kind === "mentions" && source.includes("pay.ts"),
  );
  const [evidence] = comment?.evidence ?? [];
  const lines = readFileSync(repository.at("pay.ts"), "utf8").split("\n");
  expect(evidence).toMatchObject({ found: "comment", uri: "repo:pay.ts" });
  expect(lines[(evidence?.line ?? 0) - 1]).toContain(evidence?.text);
});
