import { beforeAll, describe, expect, it } from "vitest";
import type { SourceFile } from "./sourceTree.ts";
import { descendants, readSourceFiles } from "./sourceTree.ts";

describe("exported names", () => {
  let files: readonly SourceFile[];

  beforeAll(async () => {
    files = await readSourceFiles(["server", "shared", "extension", "webview"]);
  });

  it("each has a docstring", () => {
    const bare = files.flatMap((file) =>
      file.root.namedChildren
        .filter((node) => node?.type === "export_statement")
        .filter(
          (node) => node?.previousSibling?.type !== "comment" || !node.previousSibling.text.startsWith("/**"),
        )
        .map((node) => `${file.path}:${(node?.startPosition.row ?? 0) + 1}`),
    );
    expect(bare).toEqual([]);
  });

  it("public methods of exported classes have one too", () => {
    const bare = files.flatMap((file) =>
      [...descendants(file.root)]
        .filter((node) => node.type === "method_definition" && isPublicMethod(node.text))
        .filter((node) => node.parent?.parent?.parent?.type === "export_statement")
        .filter((node) => !isDocumented(node) && !isImplementation(node.parent?.parent?.text ?? ""))
        .map((node) => `${file.path}:${node.startPosition.row + 1}`),
    );
    expect(bare).toEqual([]);
  });

  it("no file only passes on what others export", () => {
    const barrels = files.filter((file) => /^export (?:\*|\{[^}]*\}) from/m.test(file.text));
    expect(barrels.map((file) => file.path)).toEqual([]);
  });
});

function isPublicMethod(text: string): boolean {
  return !/^(?:override |async |\*|static )*(?:#|constructor|private )/.test(text);
}

function isDocumented(node: {
  readonly previousSibling: { readonly type: string; readonly text: string } | null;
}): boolean {
  return node.previousSibling?.type === "comment" && node.previousSibling.text.startsWith("/**");
}

/** What an interface says of its methods is not repeated in each implementation. */
function isImplementation(classText: string): boolean {
  return /^(?:abstract )?class \w+[^{]* implements /.test(classText);
}
