import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { openStoreForWriting } from "../../../server/stores/openStore.ts";
import { Child, temporaryPlace } from "../stores/storeFixture.ts";
import { above, day, fill, named, says } from "./conformance/graphTest.ts";

/** A folder with a graph of two nodes and one edge, which nobody has open. */
async function madeGraph(): Promise<string> {
  const place = temporaryPlace();
  const graph = openGraph(place, "write");
  await fill(graph, ["a", "b"], [above("a", "b")]);
  await graph.close();
  return place;
}

const startStating = (...values: string[]) => new Child("../../graph/children/stateEndlessly.ts", ...values);
const fileOf = (place: string) => path.join(place, "graph.sqlite");

describe("processes that write one graph at once", () => {
  it("lose nothing of their own, and leave one of their statements of what they share", async () => {
    const place = temporaryPlace();
    const names = ["x", "y", "z"];
    const children = names.map((name) => startStating(place, name, "12", "40"));
    const codes = await Promise.all(children.map((child) => child.ended));
    expect({ codes, errors: children.map((child) => child.errors) }).toEqual({
      codes: [0, 0, 0],
      errors: ["", "", ""],
    });
    const graph = openGraph(place, "read");
    const marks = await graph.marks();
    for (const source of [...names.map((name) => `own ${name}`), "shared"]) {
      const { rows } = await graph.edges({ source });
      expect(rows.map(({ to }) => to).toSorted()).toEqual(
        Array.from({ length: 40 }, (_, at) => `item:${marks.get(source)}.${at}`).toSorted(),
      );
    }
    for (const name of names) expect(marks.get(`own ${name}`)).toBe(`${name}.11`);
    // Each statement replaced all edges of the one before.
    expect((await graph.counts()).closedEdges).toBe((3 * 11 + 35) * 40);
    await graph.close();
  });

  it("and are killed leave whole statements, and the others go on", async () => {
    const place = temporaryPlace();
    const survivor = startStating(place, "survivor", "Infinity", "50");
    await survivor.said("stated");
    for (let kill = 0; kill < 3; kill++) {
      const victim = startStating(place, "victim", "Infinity", "50");
      await victim.said("stated");
      await victim.kill();
      const graph = openGraph(place, "read");
      const marks = await graph.marks();
      // The survivor may write between two looks, but never what is half said.
      const { rows } = await graph.edges({ source: "own victim" });
      expect(new Set(rows.map(({ to }) => to))).toEqual(
        new Set(Array.from({ length: 50 }, (_, at) => `item:${marks.get("own victim")}.${at}`)),
      );
      expect((await graph.edges({ source: "shared" })).rows).toHaveLength(50);
      await graph.close();
    }
    await survivor.kill();
    const database = new DatabaseSync(fileOf(place));
    expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    database.close();
    const graph = openGraph(place, "write");
    await graph.restate([says("shared", above("a", "b"))], new Date().toISOString());
    expect((await graph.edges({ source: "shared" })).rows).toHaveLength(1);
    await graph.close();
  });
});

describe("a graph file", () => {
  it.each([
    ["garbage", (file: string) => writeFileSync(file, "this is no database ".repeat(1_000))],
    ["cut off", (file: string) => truncateSync(file, 4_096)],
    ["garbage behind its first page", overwriteBehindFirstPage],
  ])("that is %s is put aside by a writer, which says so and begins a new one", async (_, damage) => {
    const place = await madeGraph();
    damage(fileOf(place));
    const damaged = readFileSync(fileOf(place));
    const graph = openGraph(place, "write");
    await fill(graph, ["c"], [above("c", "d")]);
    expect(graph.notice).toBe(
      `The graph was damaged and lies in ${fileOf(place)}.damaged now; a new one was started.`,
    );
    expect((await graph.edges({})).rows.map(({ from }) => from)).toEqual(["c"]);
    expect(await graph.marks()).toEqual(new Map([["s", "mark of s"]]));
    await graph.close();
    expect(readFileSync(`${fileOf(place)}.damaged`).equals(damaged)).toBe(true);
    const again = openGraph(place, "write");
    expect(await again.nodes(["c"])).toHaveLength(1);
    expect(again.notice).toBeUndefined();
    await again.close();
  });

  it.each([
    ["garbage", (file: string) => writeFileSync(file, "this is no database ".repeat(1_000))],
    ["garbage behind its first page", overwriteBehindFirstPage],
  ])("that is %s is an empty graph to a reader, which says so and changes nothing", async (_, damage) => {
    const place = await madeGraph();
    damage(fileOf(place));
    const damaged = readFileSync(fileOf(place));
    const graph = openGraph(place, "read");
    expect(await graph.nodes(["a", "b"])).toEqual([]);
    expect(await graph.counts()).toEqual({ nodes: {}, edges: {}, closedEdges: 0 });
    expect(graph.notice).toBe(`The graph ${fileOf(place)} is damaged; \`whence index\` starts a new one.`);
    await graph.close();
    expect(readFileSync(fileOf(place)).equals(damaged)).toBe(true);
    expect(existsSync(`${fileOf(place)}.damaged`)).toBe(false);
  });

  it("that another writer has put aside meanwhile is not put aside a second time", async () => {
    const place = await madeGraph();
    const [first, second] = [openGraph(place, "write"), openGraph(place, "write")];
    overwriteBehindFirstPage(fileOf(place));
    await first.upsertNodes([named("new")]);
    await second.upsertNodes([named("newer")]);
    expect(await first.nodes(["new", "newer"])).toHaveLength(2);
    expect([first.notice, second.notice].filter((notice) => notice !== undefined)).toHaveLength(1);
    await first.close();
    await second.close();
  });

  it("that is empty, as a killed writer may leave it, is nothing to a reader and a beginning to a writer", async () => {
    const place = temporaryPlace();
    writeFileSync(fileOf(place), "");
    const reader = openGraph(place, "read");
    expect(await reader.nodes(["a"])).toEqual([]);
    expect(reader.notice).toBeUndefined();
    const writer = openGraph(place, "write");
    await writer.upsertNodes([named("a")]);
    expect(await reader.nodes(["a"])).toHaveLength(1);
    await writer.close();
    await reader.close();
  });

  it.each(["read", "write"] as const)("of a newer version is left alone, to %s it too", async (mode) => {
    const place = await madeGraph();
    const database = new DatabaseSync(fileOf(place));
    database.exec("PRAGMA user_version = 999");
    database.close();
    expect(() => openGraph(place, mode)).toThrow(
      `The index at ${place} was written by a newer Whence: update this one, or choose another folder with --store.`,
    );
    expect(existsSync(`${fileOf(place)}.damaged`)).toBe(false);
  });

  it("cannot be written by a reader, which is said in a sentence", async () => {
    const place = await madeGraph();
    const reader = openGraph(place, "read");
    for (const write of [reader.upsertNodes([named("x")]), reader.restate([says("s")], day(2))])
      await expect(write).rejects.toMatchObject({
        reason: "noAccess",
        message: `The graph at ${place} can only be read: choose another folder with --store to write it.`,
      });
    reader.history.set("key", "value");
    expect(reader.history.get("key")).toBeUndefined();
    await reader.close();
  });

  it("is not made by a reader", async () => {
    const place = temporaryPlace();
    const reader = openGraph(place, "read");
    expect(await reader.edges({})).toEqual({ rows: [] });
    await reader.close();
    expect(readdirSync(place)).toEqual([]);
  });

  it("survives when the index is made anew", async () => {
    const place = await madeGraph();
    for (const rebuild of [false, true]) await (await openStoreForWriting(place, { rebuild })).close();
    const graph = openGraph(place, "read");
    expect((await graph.edges({})).rows).toEqual([above("a", "b")]);
    await graph.close();
  });

  it("can be read by nobody but its owner", async () => {
    const place = await madeGraph();
    const modes = spawnSync("stat", ["-c", "%a", fileOf(place)]).stdout.toString();
    expect(modes.trim()).toBe("600");
  });
});

// Rights do not bind whoever may do everything, so a medium is made that binds everybody: a mount in a namespace of its own.
const namespace = ["--mount", "--map-root-user"];
const hasNamespaces =
  spawnSync("unshare", [...namespace, "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

describe.skipIf(!hasNamespaces)(
  "a graph (skipped where no file system can be mounted in a namespace)",
  () => {
    const inNamespace = (script: string) => {
      const { status, stdout, stderr } = spawnSync("unshare", [...namespace, "sh", "-ec", script]);
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    };
    const child = (name: string, ...values: readonly string[]) =>
      [process.execPath, path.join(import.meta.dirname, "children", name), ...values]
        .map((word) => `"${word}"`)
        .join(" ");

    it.each(["closed", "left by a writer that died"])(
      "on a read-only medium, %s, is read, and cannot be opened to be written",
      async (state) => {
        const place = await madeGraph();
        const copy = temporaryPlace();
        // While a writer is at work, its log lies beside the file.
        const writer = state === "closed" ? undefined : openGraph(place, "write");
        await writer?.upsertNodes([named("c")]);
        cpSync(place, copy, { recursive: true });
        await writer?.close();
        const { stdout, stderr } = inNamespace(`
          mount --bind "${copy}" "${copy}"
          mount -o remount,bind,ro "${copy}"
          ${child("readOnce.ts", copy, "read", "a", "c")}
          ${child("readOnce.ts", copy, "write", "a")} || true`);
        expect(stdout).toBe(state === "closed" ? "1\n" : "2\n");
        expect(stderr.split("\n")[0]).toBe(
          `noAccess: The index at ${copy} can only be read: searching works; to index, choose another folder with --store.`,
        );
      },
    );

    it("on a disk that gets full keeps what was finished, says so in a sentence, and goes on when there is space", () => {
      const place = temporaryPlace();
      const { status, stdout, stderr } = inNamespace(`
        mount -t tmpfs -o size=2m tmpfs "${place}"
        ${child("stateEndlessly.ts", place, "x")} || true
        mount -o remount,size=100m "${place}"
        ${child("readOnce.ts", place, "read", "own x")}
        ${child("stateEndlessly.ts", place, "x", "3")}`);
      expect(stderr).toContain(`The disk of ${place} is full: `);
      expect({ status, stdout }).toEqual({ status: 0, stdout: "stated\n0\nstated\ndone\n" });
    });
  },
);

function overwriteBehindFirstPage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill("garbage ", 4_096);
  writeFileSync(file, bytes);
}
