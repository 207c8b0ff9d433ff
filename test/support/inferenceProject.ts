import type { CandidateFile, EmbedTexts, Requirement } from "../../server/model/inferredLink.ts";

/** A requirement; its title is the first line of the text. */
export function requirementOf(
  id: string,
  text: string,
  more: Partial<Pick<Requirement, "key" | "acceptanceCriteria">> = {},
): Requirement {
  return { id, title: text.split("\n")[0] ?? "", text, acceptanceCriteria: [], ...more };
}

/** A file whose functions are given as name and body, one line each; a body calls what stands before `(`. */
export function fileOf(path: string, functions: Readonly<Record<string, string>>): CandidateFile {
  const entries = Object.entries(functions);
  return {
    path,
    text: entries.map(([name, body]) => `function ${name}() { ${body} }`).join("\n"),
    definitions: entries.map(([name, body], at) => ({
      name,
      qualifiedName: name,
      kind: "function",
      startLine: at + 1,
      endLine: at + 1,
      signature: `function ${name}()`,
      doc: body,
    })),
    imports: [],
    calls: entries.flatMap(([caller, body], at) =>
      [...body.matchAll(/(\w+)\(/g)].map(([, name = ""]) => ({ name, caller, line: at + 1 })),
    ),
  };
}

/** A vector for each text that counts its letters: alike for alike words, and the same on every machine. */
export const embedLetters: EmbedTexts = (texts) =>
  Promise.resolve(
    texts.map((text) => {
      const vector = new Float32Array(26);
      for (const letter of text.toLowerCase()) {
        const at = letter.charCodeAt(0) - 97;
        if (at >= 0 && at < 26) vector[at] = (vector[at] ?? 0) + 1;
      }
      const length = Math.hypot(...vector) || 1;
      return vector.map((value) => value / length);
    }),
  );

/** A shop: four requirements, six files of which four have one each to themselves. */
export const shop = {
  requirements: [
    requirementOf(
      "refund.md",
      "Partial refund\nA customer gets money back after a return.\n\n## Acceptance criteria\n\n1. The clerk sees the order.\n2. A partial payment is refunded to the card.",
      {
        key: "SHOP-7",
        acceptanceCriteria: ["The clerk sees the order.", "A partial payment is refunded to the card."],
      },
    ),
    requirementOf("invoice.md", "Print the invoice\nAn invoice lists articles and their taxes."),
    requirementOf("login.md", "Sign in\nA visitor signs in with a password and a second factor."),
    requirementOf("search.md", "Find articles\nA visitor finds articles by words and by shelf."),
  ],
  files: [
    fileOf("src/refund.ts", {
      issueRefund: "partial payment of the return is refunded to the card; book()",
      checkReturn: "was the return in time",
    }),
    fileOf("src/ledger.ts", { book: "writes a line of the ledger" }),
    fileOf("src/invoice.ts", { printInvoice: "lists articles and taxes of the invoice; book()" }),
    fileOf("src/login.ts", { signIn: "compares the password and the second factor of a visitor" }),
    fileOf("src/search.ts", { findArticles: "finds articles by words and shelf" }),
    fileOf("src/refundPolicy.ts", { policy: "how long a refund is possible" }),
  ],
};
