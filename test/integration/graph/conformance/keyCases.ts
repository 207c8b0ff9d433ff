import { expect } from "vitest";
import type { NodeKind } from "../../../../server/model/graph.ts";
import { day, type GraphCases, item, named } from "./graphTest.ts";

const noItems: readonly NodeKind[] = ["commit", "file", "symbol", "release", "person"];
const items: readonly NodeKind[] = ["product", "prd", "techSpec", "decision", "page", "issue", "pullRequest"];

/** Pairs of keys that are one for people who type without care. */
const alike: readonly (readonly [string, string])[] = [
  ["WH-12", "wh-12"],
  ["Épic-1", "éPIC-1"],
  ["ЗАДАЧА-3", "задача-3"],
  ["ΣΧΕΔΙΟ-1", "σχεδιο-1"],
  ["specs/004-Login/Spec", "SPECS/004-login/spec"],
  ["#34x", "#34X"],
];

/** Keys that are different ones, however one looks at them. */
const different: readonly (readonly [string, string])[] = [
  ["WH-1", "WH-01"],
  ["WH-1", "WH-10"],
  ["WH-1", "WH_1"],
  ["WH-1", "WH-1 "],
  ["#34", "34"],
  ["caf\u00e9", "cafe\u0301"],
  ["WH-%", "WH-1"],
  ["WH-*", "WH-1"],
  [".*", "WH-1"],
];

/** Finding items by what people call them. */
export const keyCases: GraphCases = {
  subject: "items by key",
  declare(test) {
    for (const [stored, asked] of alike) {
      test(`find ${stored} by ${asked}`, async (graph) => {
        await graph.upsertNodes([item(stored)]);
        expect(await graph.nodesByKey(asked)).toEqual([item(stored)]);
      });
    }

    for (const [stored, asked] of different) {
      test(`do not take ${JSON.stringify(stored)} for ${JSON.stringify(asked)}`, async (graph) => {
        await graph.upsertNodes([item(stored)]);
        expect(await graph.nodesByKey(asked)).toEqual([]);
        expect(await graph.nodesByKey(stored)).toEqual([item(stored)]);
      });
    }

    for (const kind of items) {
      test(`find a ${kind}`, async (graph) => {
        await graph.upsertNodes([item("K-1", kind)]);
        expect(await graph.nodesByKey("K-1")).toEqual([item("K-1", kind)]);
      });
    }

    for (const kind of noItems) {
      test(`do not find a ${kind}, which is no item`, async (graph) => {
        await graph.upsertNodes([named("x", kind, { key: "K-1" }), item("K-1")]);
        expect(await graph.nodesByKey("K-1")).toEqual([item("K-1")]);
      });
    }

    test("prefer the very key to those that differ in case", async (graph) => {
      await graph.upsertNodes([item("wh-1"), item("WH-1"), item("Wh-1")]);
      expect(await graph.nodesByKey("Wh-1")).toEqual([item("Wh-1")]);
    });

    test("find all that differ in case where none is the very key", async (graph) => {
      await graph.upsertNodes([item("wh-1"), item("WH-1")]);
      expect((await graph.nodesByKey("wH-1")).map(({ key }) => key).toSorted()).toEqual(["WH-1", "wh-1"]);
    });

    test("find two items with one key", async (graph) => {
      await graph.upsertNodes([named("a", "epic", { key: "WH-1" }), named("b", "story", { key: "WH-1" })]);
      expect((await graph.nodesByKey("WH-1")).map(({ id }) => id).toSorted()).toEqual(["a", "b"]);
    });

    test("find what is gone, behind what is there", async (graph) => {
      const goneAt = day(9);
      await graph.upsertNodes([
        named("a", "epic", { key: "WH-1", goneAt }),
        named("b", "story", { key: "WH-1" }),
      ]);
      expect((await graph.nodesByKey("WH-1")).map(({ id }) => id)).toEqual(["b", "a"]);
    });

    test("find nothing by a title, an id or a part of a key", async (graph) => {
      await graph.upsertNodes([item("WH-12", "story", { title: "Login" })]);
      for (const text of ["Login", "item:WH-12", "WH", "WH-1", "12"])
        expect(await graph.nodesByKey(text)).toEqual([]);
    });

    test("find nothing without a key", async (graph) => {
      await graph.upsertNodes([named("x"), named("undefined"), named("null")]);
      for (const text of ["", "undefined", "null"]) expect(await graph.nodesByKey(text)).toEqual([]);
    });
  },
};
