import { expect, it } from "vitest";
import { UrgentPaths } from "../../../server/indexing/urgentPaths.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const count = 300;
const nameOf = (at: number) => `src/f${String(at).padStart(3, "0")}.ts`;

it("a file that somebody looks at is found before those that were not read yet", async () => {
  const texts = Array.from({ length: count }, (_, at) => {
    return [nameOf(at), `export function parcel${at}(): number {\n  return ${at};\n}\n`] as const;
  });
  const { folder } = createRepository(Object.fromEntries(texts));
  const session = await openIndexing(indexedFolder(folder).place);
  const { documents } = session.parts.catalog;
  const wanted = [nameOf(120), nameOf(150), nameOf(170)] as const;
  const urgent = new UrgentPaths([wanted[0], "src/gone.ts"]);
  const found: unknown[] = [];
  await session.indexer.run({
    urgent,
    onProgress: ({ phase, done }) => {
      if (phase === "reading" && done === 2) urgent.add([wanted[1]]);
      if (phase === "reading" && done === 40) urgent.add([wanted[2], wanted[0]]);
    },
    onUrgentRead: () => {
      const known = texts.filter(([path]) => documents.byPath(path) !== undefined).length;
      found.push([...wanted.map((path) => documents.byPath(path) !== undefined), known < 200]);
    },
  });
  expect(found).toEqual([
    [true, false, false, true],
    [true, true, false, true],
    [true, true, true, true],
  ]);
  expect(texts.every(([path]) => documents.byPath(path) !== undefined)).toBe(true);
  await session.close();
});
