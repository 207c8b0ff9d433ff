import { readFileSync } from "node:fs";
import path from "node:path";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { languageOfPath } from "../../server/model/languages.ts";
import { codeFiles } from "./codeFiles.ts";

/** A function of a repository: path of its file in it, and the line (from 1) on which its name is shown. */
export interface SomeFunction {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

/** The first function of the first file that has one, after some that are skipped since folders begin with what is special. */
export async function someFunction(folder: string): Promise<SomeFunction> {
  const parser = createCodeParser();
  for (const file of codeFiles(folder).slice(40)) {
    const text = readFileSync(path.join(folder, file), "utf8");
    const { symbols } = await parser.parse(languageOfPath(file) ?? "", text);
    const found = symbols.find(({ kind }) => kind === "function" || kind === "method");
    if (found === undefined) continue;
    const lines = text.split("\n");
    const line = lines.findIndex((each, at) => at + 1 >= found.startLine && each.includes(found.name)) + 1;
    if (line > 0) return { path: file, line, name: found.name };
  }
  throw new Error(`${folder} has no function.`);
}
