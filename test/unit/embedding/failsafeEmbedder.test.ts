import { describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { failsafe } from "../../../server/embedding/failsafeEmbedder.ts";
import type { Embedder } from "../../../server/model/embedding.ts";

function failing(reason: "unreachable" | "cancelled", asked: string[]): Embedder {
  return {
    modelId: "m",
    dimensions: 3,
    async embed(texts) {
      asked.push(...texts);
      throw new WhenceError(reason, "The server is gone.");
    },
    async close() {},
  };
}

describe("a question to a server that fails", () => {
  it("has no direction, and what went wrong is known", async () => {
    const { embedder, problem } = failsafe(failing("unreachable", []));
    expect(problem()).toBeUndefined();
    const [vector] = await embedder.embed(["why?"]);
    expect(vector?.every((part) => part === 0)).toBe(true);
    expect(problem()).toBe("The server is gone.");
  });

  it("leaves the server alone for a while, so that the next question does not wait", async () => {
    const asked: string[] = [];
    let nowMs = 0;
    const { embedder } = failsafe(failing("unreachable", asked), () => nowMs);
    await embedder.embed(["first"]);
    nowMs = 29_000;
    await embedder.embed(["second"]);
    nowMs = 31_000;
    await embedder.embed(["third"]);
    expect(asked).toEqual(["first", "third"]);
  });

  it("is stopped like any other", async () => {
    const { embedder } = failsafe(failing("cancelled", []));
    await expect(embedder.embed(["why?"])).rejects.toMatchObject({ reason: "cancelled" });
  });
});
