import { describe, expect, it } from "vitest";
import { cutToTokens, estimateTokens } from "../../../server/embedding/openai/tokenEstimate.ts";

describe("the estimate of tokens", () => {
  it("grows with letters, digits, marks and scripts without spaces", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("harbour")).toBe(1);
    expect(estimateTokens("harbourmaster")).toBe(2);
    expect(estimateTokens("the night")).toBe(2);
    expect(estimateTokens("12345678")).toBe(3);
    expect(estimateTokens("港口关闭")).toBe(4);
    expect(estimateTokens("if (a !== b) {\n      return;\n}")).toBeGreaterThan(8);
  });

  it("is quick on a text without any border", () => {
    expect(estimateTokens("a".repeat(3_000_000))).toBe(400_000);
  });

  it("cuts a text to a number of tokens, never inside of a character", () => {
    const text = "harbour 🚢 closed ".repeat(50);
    const cut = cutToTokens(text, 20);
    expect(text.startsWith(cut)).toBe(true);
    expect(estimateTokens(cut)).toBeLessThanOrEqual(20);
    expect(cut.isWellFormed()).toBe(true);
    expect(cutToTokens("short", 20)).toBe("short");
  });
});
