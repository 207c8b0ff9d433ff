import { describe, expect, it } from "vitest";
import { linkSpecs } from "../../../../server/linking/specLinks.ts";
import { specDocumentOf, specOf, specsOf } from "../../../support/specsOf.ts";

describe("proposals", () => {
  it("are read as RFCs with the pull request as key and the issue as link", () => {
    const item = specOf(
      "text/0012-sum-types.md",
      "- Feature Name: `sum_types`\n- Start Date: 2026-01-02\n- RFC PR #: [lang/rfcs#12](https://github.com/lang/rfcs/pull/12)\n- Lang Issue: [lang/lang#34](https://github.com/lang/lang/issues/34)\n\n## Summary\n\nAfter [six](0006-six.md).\n\n[^1]: e.g. the end.\n",
    );
    expect(item).toMatchObject({
      key: "lang/rfcs#12",
      isKeyStated: true,
      kind: "techSpec",
      title: "sum types",
      format: "proposal",
    });
    expect(item.relations.map(({ kind, target, targetKind }) => [kind, target, targetKind])).toEqual([
      ["link", "lang/lang#34", "key"],
      ["link", "text/0006-six.md", "path"],
    ]);
  });

  it("get a key from their path where their number is not given yet", () => {
    const draft =
      "- Feature Name: x\n- Start Date: 2026-01-02\n- RFC PR: [lang/rfcs#0000](https://github.com/lang/rfcs/pull/0000)\n";
    expect(specOf("text/0000-x.md", draft)).toMatchObject({
      key: "text/0000-x",
      isKeyStated: false,
      title: "x",
    });
    expect(specsOf("0000-template.md", draft)).toEqual([]);
    expect(
      specOf("docs/rfcs/003-queue.md", "# RFC 003: A queue\n\n**Status:** Accepted\n**Author:** Ann\n"),
    ).toMatchObject({
      key: "docs/rfcs/003-queue",
      title: "A queue",
      status: "Accepted",
    });
    expect(
      specOf(
        "peps/pep-0008.rst",
        "PEP: 8\nTitle: Style\nAuthor: Ann\nStatus: Active\n\nIntroduction\n============\n",
      ),
    ).toMatchObject({
      key: "PEP-8",
      title: "Style",
      status: "Active",
    });
  });

  it("name each other by number, and their pull request in the front matter", () => {
    const pep = specOf("peps/pep-0009.rst", "PEP: 9\nTitle: Newer\nRequires: 7, 8\nReplaces: 3\n");
    expect(pep.relations.map(({ kind, target }) => `${kind} ${target}`).toSorted()).toEqual([
      "dependsOn PEP-7",
      "dependsOn PEP-8",
      "supersedes PEP-3",
    ]);
    const head =
      "---\nstage: accepted\nstart-date: 2026-01-02\nprs:\n  accepted: https://github.com/lang/rfcs/pull/12\n---\n# A thing\n";
    expect(specOf("text/0012-a.md", head)).toMatchObject({
      key: "lang/rfcs#12",
      title: "A thing",
      status: "accepted",
    });
  });

  it("make one item of the form and the text of an enhancement proposal", () => {
    const form =
      'title: Quotas\nkep-number: 127\nauthors:\n  - "@ann"\nowning-sig: sig-node\nstatus: implementable\napprovers:\n  - "@bo"\nsee-also:\n  - "/keps/sig-node/90-limits"\nreplaces: []\n';
    const folder = "keps/sig-node/127-quotas";
    expect(specOf(`${folder}/kep.yaml`, form)).toMatchObject({
      key: "KEP-127",
      title: "Quotas",
      status: "implementable",
      approval: "@bo",
      tags: ["sig-node"],
      startLine: 1,
      relations: [
        { kind: "owner", target: "@ann", line: 4 },
        { kind: "link", target: "keps/sig-node/90-limits", line: 10 },
      ],
    });
    const { nodes, statements, problems } = linkSpecs(
      [
        specDocumentOf(`${folder}/README.md`, "# KEP-127: Quotas for all\n\n## Summary\n"),
        specDocumentOf(`${folder}/kep.yaml`, form),
        specDocumentOf("keps/sig-node/90-limits/kep.yaml", "title: Limits\nkep-number: 90\n"),
      ],
      () => false,
    );
    expect(problems).toEqual([]);
    expect(nodes.map(({ id, title, status }) => [id, title, status])).toEqual([
      ["item:KEP-127", "Quotas", "implementable"],
      ["item:KEP-90", "Limits", undefined],
    ]);
    expect(statements.flatMap(({ edges }) => edges.map(({ to }) => to))).toEqual(["item:KEP-90"]);
  });

  it("are none in a template, and broken forms are survived", () => {
    expect(specsOf("keps/NNNN-kep-template/kep.yaml", "title: T\nkep-number: NNNN\n")).toEqual([]);
    expect(specsOf("keps/sig/1-a/kep.yaml", "title: [a\n  b: {")).toEqual([]);
    expect(specsOf("deploy/kep.yaml", "")).toEqual([]);
  });
});
