import { describe, expect, it } from "vitest";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { runWhence } from "../../support/runCommand.ts";
import { MovingRepository } from "../../torture/movingRepository.ts";
import { readerComplaints } from "../../torture/readerCheck.ts";
import { TortureStore } from "../../torture/tortureStore.ts";
import { Child, seededRandom } from "./storeFixture.ts";

describe("several processes on one store", () => {
  it("are readers besides one writer; a second writer is told who is at work", async () => {
    const repository = createRepository({
      "src/parcel.ts": "export function parcel(): number {\n  return 1;\n}\n",
    });
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const options = ["--folder", repository.folder, "--store", folder.place.store ?? ""];
    const writer = await openIndexing(folder.place);
    const second = await runWhence(["index", ...options]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      new RegExp(`^Process ${process.pid} on \\S+ is indexing into [^\\n]*\\.\\n$`),
    );
    for (const args of [["search", "parcel"], ["doctor"]]) {
      const reader = await runWhence([...args, ...options]);
      expect({ code: reader.code, errors: reader.stderr }).toEqual({ code: 0, errors: "" });
    }
    await writer.close();
  });

  it("take over from a writer that was killed", async () => {
    const repository = createRepository({ "a.md": "# A\n\nSome text.\n" });
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const owner = new Child("holdLock.ts", folder.place.store ?? "");
    await owner.said("held");
    const options = ["--folder", repository.folder, "--store", folder.place.store ?? ""];
    expect((await runWhence(["index", ...options])).stderr).toContain(`Process ${owner.pid} `);
    await owner.kill();
    expect((await runWhence(["index", ...options])).code).toBe(0);
  });

  it("read whole documents while another one indexes", async () => {
    const store = new TortureStore(new MovingRepository(seededRandom(5)).folder);
    let isDone = false;
    const indexing = store.index({ model: "first", isSwap: false }).finally(() => {
      isDone = true;
    });
    const complaints: string[] = [];
    let looks = 0;
    while (!isDone) {
      // In a first run documents are only added, so what the catalog has must be found.
      complaints.push(...(await readerComplaints(store.place)));
      looks += 1;
    }
    await indexing;
    expect([...complaints, ...(await readerComplaints(store.place))]).toEqual([]);
    expect(looks).toBeGreaterThan(2);
  });
});
