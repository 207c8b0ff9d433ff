import { describe, expect, it } from "vitest";
import { languageDefinitions } from "../../../../server/chunking/languages/languageTable.ts";
import { createCodeParser } from "../../../../server/chunking/parsing/codeParser.ts";
import { languageClass } from "../../../../server/model/languages.ts";
import { codeFactsAsText, codeFactsFixture } from "../../../support/codeFactsFixture.ts";

const wasm = createCodeParser({ engine: "wasm" });
const native = createCodeParser({ engine: "native" });
const auto = createCodeParser();

describe.each(languageDefinitions.map(({ id }) => id))("code facts of %s", (language) => {
  it("are those which a person read out of the sample", async () => {
    const { text, expected } = codeFactsFixture(language);
    const facts = await wasm.parse(language, text);
    expect(facts.problem).toBeUndefined();
    expect(codeFactsAsText(facts)).toBe(expected);
    expect(facts.symbols.length).toBeGreaterThanOrEqual(20);
  });

  it("are the same from the native grammar, which WebAssembly replaces where it does not load", async () => {
    const { text } = codeFactsFixture(language);
    if ((await native.engineOf(language)).engine === "none") {
      expect(await auto.engineOf(language)).toMatchObject({ engine: "wasm", problem: expect.any(String) });
    }
    const parser = (await native.engineOf(language)).engine === "none" ? auto : native;
    expect(await parser.parse(language, text)).toEqual(await wasm.parse(language, text));
  });

  it("belong to a language which is known as code", () => {
    expect(languageClass(language)).toBe("code");
  });
});
