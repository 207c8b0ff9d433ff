import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { createCodeParser } from "../../server/chunking/parsing/codeParser.ts";
import { languageOfPath } from "../../server/model/languages.ts";
import { openWorkbench, type WorkbenchParts } from "../support/workbench/window.ts";
import { codeFiles } from "./codeFiles.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { smallRepository } from "./smallRepository.ts";

/**
 * The packaged extension in a new profile of a real workbench, on 1,000 files and on all: from the beginning of its installation to
 * the first hover that knows the last change of a function.
 */
export const firstHover: Measurement = {
  name: "first-hover",
  needsNoStore: true,
  async measure(place) {
    const small = smallRepository(place, "small-hover");
    const programs = fetchPrograms();
    return [
      await measureFolder(small, programs, place, 20),
      await measureFolder(place.folder, programs, place, 60),
    ];
  },
};

type Programs = Omit<WorkbenchParts, "place">;

async function measureFolder(
  folder: string,
  programs: Programs,
  place: BenchPlace,
  atMost: number,
): Promise<Figure> {
  const { path: file, line, name } = await someFunction(folder);
  const profile = path.join(place.scratch, `profile-${path.basename(folder)}`);
  mkdirSync(profile);
  const began = performance.now();
  const workbench = await openWorkbench(
    { ...programs, place: profile },
    { env: { HOME: profile, XDG_CACHE_HOME: path.join(profile, "cache") } },
  );
  try {
    await workbench.openFolder(folder);
    await workbench.openFile(file, line);
    await workbench.editor.hoverOver(name, { line, wanted: /Last change/ });
    return {
      what: `Editor, ${codeFiles(folder).length.toLocaleString("en")} files: first hover that knows`,
      measured: (performance.now() - began) / 1000,
      unit: "s",
      reach: { atMost },
      note: "from the beginning of the installation into a new profile",
    };
  } finally {
    await workbench.close();
  }
}

/** Workbench, browser and package, fetched and made where they are missing. */
function fetchPrograms(): Programs {
  const run = (script: string, ...args: readonly string[]) =>
    execFileSync(process.execPath, [path.join(packageRoot(), "scripts", script), ...args], {
      encoding: "utf8",
    });
  const { entry, browser } = JSON.parse(run("workbench/main.mjs", "--install-only"));
  const [vsix = ""] = /^\S+\.vsix/m.exec(run("package/main.mjs", "--target", "here")) ?? [];
  return { entry, browser, vsix: path.join(packageRoot(), vsix) };
}

/** A function near the top of a file, whose name is shown without scrolling. */
async function someFunction(folder: string): Promise<{ path: string; line: number; name: string }> {
  const parser = createCodeParser();
  for (const file of codeFiles(folder).slice(40)) {
    const { symbols } = await parser.parse(
      languageOfPath(file) ?? "",
      readFileSync(path.join(folder, file), "utf8"),
    );
    const found = symbols.find(({ kind }) => kind === "function" || kind === "method");
    const text = readFileSync(path.join(folder, file), "utf8").split("\n");
    if (found === undefined) continue;
    const line = text.findIndex((each, at) => at + 1 >= found.startLine && each.includes(found.name)) + 1;
    if (line > 0) return { path: file, line, name: found.name };
  }
  throw new Error(`${folder} has no function.`);
}
