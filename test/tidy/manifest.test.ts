import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allocatorSettings, nodeArguments } from "../../extension/client/serverProcess.ts";
import { commandTable } from "../../extension/commands/commandTable.ts";
import { bundleArguments, allocatorSettings as ofCommandLine } from "../../scripts/prepare.mjs";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { commands as named } from "../../shared/protocol/commands.ts";
import { settings } from "../../shared/settings.ts";

const manifest = JSON.parse(readFileSync(path.join(packageRoot(), "package.json"), "utf8"));
const texts = JSON.parse(readFileSync(path.join(packageRoot(), "package.nls.json"), "utf8")) as Record<
  string,
  string
>;
const { contributes, capabilities } = manifest;

/** With the texts that the editor puts in for `%key%`. */
function read(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => {
    const key = typeof each === "string" ? /^%(.+)%$/.exec(each)?.[1] : undefined;
    return key === undefined ? each : (texts[key] ?? `no text ${key}`);
  });
}

describe("the manifest", () => {
  it("contributes exactly the settings of the table", () => {
    const expected = Object.fromEntries(
      settings.map((setting) => {
        const { key, isRestricted: _, ...rest } = { isRestricted: false, ...setting };
        return [key, rest];
      }),
    );
    expect(read(contributes.configuration.properties)).toEqual(expected);
  });

  it("lets an untrusted workspace set neither an endpoint nor a place on this computer", () => {
    const restricted = settings.filter((setting) => "isRestricted" in setting).map(({ key }) => key);
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(restricted);
    const overridable = settings.filter(({ scope }) => scope === "machine-overridable").map(({ key }) => key);
    expect(restricted).toEqual(expect.arrayContaining(overridable));
    for (const { key, scope } of settings.filter(({ key }) => /url|folder|file$/i.test(key)))
      expect(scope, key).toBe("machine-overridable");
  });

  it("contributes exactly the commands of the table, each with category, condition and menus", () => {
    const listed = commandTable.map((row) => {
      const icon = "icon" in row ? { icon: row.icon } : {};
      return { command: row.id, title: row.title, category: "Whence", ...icon };
    });
    expect(read(contributes.commands)).toEqual(listed);
    const menus: Record<string, unknown[]> = { commandPalette: [] };
    for (const row of commandTable) {
      menus["commandPalette"]?.push({ command: row.id, when: row.palette });
      for (const { menu, ...rest } of "menus" in row ? row.menus : []) {
        menus[menu] ??= [];
        menus[menu].push({ command: row.id, ...rest });
      }
    }
    expect(contributes.menus).toEqual(menus);
  });

  it("binds the keys of the table and no others", () => {
    const bound = commandTable.flatMap((row) => ("keys" in row ? [{ command: row.id, ...row.keys }] : []));
    expect(bound.length).toBeGreaterThan(0);
    expect(contributes.keybindings).toEqual(bound);
  });

  it("has an icon for each command that stands as a button", () => {
    const buttons = commandTable.filter(
      (row) => "menus" in row && row.menus.some(({ group }) => /^(?:navigation|inline)/.test(group)),
    );
    expect(buttons.length).toBeGreaterThan(5);
    expect(buttons.filter((row) => !("icon" in row)).map(({ id }) => id)).toEqual([]);
  });

  it("knows the commands that hovers and lenses name, and those of its welcome texts", () => {
    const known = commandTable.map(({ id }) => id as string);
    expect(known).toEqual(expect.arrayContaining(Object.values(named)));
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id),
    );
    const ours = linked.filter((id) => id?.startsWith("whence."));
    expect(ours.length).toBeGreaterThan(5);
    expect(known).toEqual(expect.arrayContaining(ours));
    const completing = JSON.stringify(contributes.walkthroughs).matchAll(/onCommand:([\w.]+)/g);
    expect(known).toEqual(expect.arrayContaining([...completing].map(([, id]) => id)));
  });

  it("has one walkthrough, whose steps complete by what is done and have pictures in the colours of the theme", () => {
    expect(contributes.walkthroughs).toHaveLength(1);
    const { steps } = contributes.walkthroughs[0];
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(6);
    for (const { id, media, completionEvents } of steps) {
      expect(completionEvents.length, id).toBeGreaterThan(0);
      const picture = readFileSync(path.join(packageRoot(), media.svg), "utf8");
      const colours = [...picture.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
      expect(colours.filter((colour) => !/^(?:none|var\(--vscode-.*\))$/.test(colour ?? ""))).toEqual([]);
      // The page of the editor allows no styles and no scripts in it.
      expect(picture).not.toMatch(/<(?:style|script)|style=|href/);
    }
  });

  it("has a welcome text for each state in which the trace view is empty", () => {
    const clauses = contributes.viewsWelcome.map(({ when }: { readonly when: string }) => when).join("\n");
    const states = ["noFolder", "virtual", "starting", "indexing", "paused", "stopped"];
    for (const state of states) expect(clauses).toContain(`whence.state == ${state}`);
    for (const content of ["nothing", "unlinked", "filtered"])
      expect(clauses).toContain(`whence.trace.content == ${content}`);
    expect(clauses).toContain("!isWorkspaceTrusted");
  });

  it("has a text for each key, and no text that nothing shows", () => {
    const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    expect(Object.keys(texts).toSorted()).toEqual([...new Set(keys)].toSorted());
  });

  it("names only files that are there", () => {
    const files = [contributes.viewsContainers.activitybar, contributes.views.whence].flat();
    for (const { icon } of files as readonly { readonly icon: string }[])
      expect(existsSync(path.join(packageRoot(), icon)), icon).toBe(true);
  });

  it("starts the server as the command line starts itself", () => {
    expect(bundleArguments("main.mjs")).toEqual([
      ...nodeArguments,
      path.join(packageRoot(), "dist/main.mjs"),
    ]);
    expect(allocatorSettings).toEqual(ofCommandLine);
  });
});
