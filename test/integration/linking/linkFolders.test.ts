import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkCommand } from "../../../server/cli/link/linkCommand.ts";
import type { InferredLink } from "../../../server/model/inferredLink.ts";
import { recordedContext } from "../../support/commandContext.ts";

// The command with the real parser and embedder.

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "whence-link-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folderOf(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(root, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  mkdirSync(path.join(root, name), { recursive: true });
  return path.join(root, name);
}

const specs = {
  "payments/refund.md":
    "# Partial refund\n\nA clerk refunds a part of a payment.\n\n## Acceptance criteria\n\n1. The clerk sees the order.\n2. The partial payment goes back to the card.\n",
  "login.txt": "Login\nA visitor signs in with a password.\n",
};
const sources = {
  "src/Refund.java":
    "/** Gives money back. */\nclass Refund {\n  /** Sends a partial payment back to the card. */\n  void issue() { new Ledger().book(); }\n}\n",
  "src/Ledger.java": "class Ledger {\n  void book() {}\n}\n",
  "src/login.py": "def sign_in(visitor, password):\n    return visitor.password == password\n",
};

async function link(requirements: string, code: string, signal?: AbortSignal) {
  const words = ["link", "--requirements", requirements, "--code", code, "--json"];
  const { context, printed, complaints } = recordedContext(root, words);
  await linkCommand(signal === undefined ? context : { ...context, signal });
  return { links: JSON.parse(printed()) as readonly InferredLink[], complaints: complaints() };
}

describe("whence link --requirements DIR --code DIR", () => {
  it("prints one array: paths relative to the folders with their extension, score, decision, evidence", async () => {
    const { links } = await link(folderOf("specs", specs), folderOf("code", sources));
    const refund = links.find(({ requirement }) => requirement === "payments/refund.md");
    expect(refund).toMatchObject({ code: "src/Refund.java", linked: true });
    expect(Object.keys(refund ?? {})).toEqual(["requirement", "code", "score", "linked", "evidence"]);
    expect(refund?.evidence[0]).toMatchObject({
      found: "shared terms",
      text: expect.stringMatching(/^`Refund\.issue` shares 'partial payment'.* with acceptance criterion 2$/),
      line: 4,
    });
    expect(links.find(({ requirement }) => requirement === "login.txt")?.code).toBe("src/login.py");
    const scores = links.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it("shows people what is linked, with reasons", async () => {
    const words = ["link", "--requirements", folderOf("specs", specs), "--code", folderOf("code", sources)];
    const { context, printed } = recordedContext(root, words);
    await linkCommand(context);
    expect(printed()).toMatch(
      /^\d+ probable links? between 2 requirements and 3 files; nobody stated them\.\n/,
    );
    expect(printed()).toMatch(
      /\npayments\/refund\.md\n {2}\d+ % {2}src\/Refund\.java\n {8}`Refund\.issue` shares/,
    );
  });

  it("decides about a single file", async () => {
    const { links } = await link(
      folderOf("specs", specs),
      folderOf("single", { "a.java": sources["src/Refund.java"] }),
    );
    expect(links.map(({ code }) => code)).toEqual(["a.java", "a.java"]);
    expect(links[0]).toMatchObject({ requirement: "payments/refund.md", linked: true });
  });

  it("reads Latin-1, and says what it leaves out", async () => {
    const latin = Buffer.from("Gestione della citt\u00e0\nIl cliente visita la citt\u00e0.\n", "latin1");
    const code = folderOf("latin", {
      "GestioneCitta.java": Buffer.from(
        "/** Visita della citt\u00e0. */\nclass GestioneCitta {}\n",
        "latin1",
      ),
      "Altro.java": "class Altro {}\n",
      "image.bin": Buffer.from([0, 1, 2, 3, 0, 255]),
      "dump.java": Buffer.from([99, 0, 1, 2, 0, 0, 255, 254, 0]),
    });
    const words = ["link", "--requirements", folderOf("latinSpecs", { "citta.txt": latin }), "--code", code];
    const { context, printed, complaints } = recordedContext(root, words);
    await linkCommand(context);
    expect(printed()).toContain("GestioneCitta.java");
    expect(printed()).toContain("città");
    expect(complaints()).toMatch(/is left out: .*/);
  });

  it.each([
    [
      "a requirements folder that is not there",
      "nowhere",
      "code",
      /nowhere does not exist: name a folder with --requirements\.$/,
    ],
    [
      "a code folder that is not there",
      "specs",
      "nowhere",
      /nowhere does not exist: name a folder with --code\.$/,
    ],
    [
      "a requirements folder with no text",
      "blank",
      "code",
      /No file in .*blank has text: name a folder of requirements with --requirements\.$/,
    ],
    [
      "an empty code folder",
      "specs",
      "empty",
      /empty holds no file of text: name a folder of code with --code\.$/,
    ],
    ["a file for a folder", "specs/login.txt", "code", /login\.txt is not a folder/],
  ])("explains %s in a sentence", async (_, requirements, code, sentence) => {
    folderOf("specs", specs);
    folderOf("code", sources);
    folderOf("blank", { "a.md": "\n \n", "b.txt": "" });
    folderOf("empty", {});
    await expect(link(path.join(root, requirements), path.join(root, code))).rejects.toThrow(sentence);
  });

  it("stops when it is told to", async () => {
    const run = link(folderOf("specs", specs), folderOf("code", sources), AbortSignal.abort());
    await expect(run).rejects.toMatchObject({ reason: "cancelled" });
  });

  it.each([
    [["link", "--requirements", "a"], /Give --requirements DIR and --code DIR/],
    [["link", "x", "--requirements", "a", "--code", "b"], /takes no "x"/],
  ])("asks for both folders: %j", async (words, sentence) => {
    await expect(linkCommand(recordedContext(root, words).context)).rejects.toThrow(sentence);
  });
});
