import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRepository, type Files } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { type OpenedFolder, openedFolder } from "./openedFolder.ts";

// What a word of code means, in each language and across files: the definition is named, and never one that only has its name.

const files: Files = {
  "ts/refund.ts": `import type { Ledger } from "./ledger.ts";
export class Refund {
  readonly ledger: Ledger;
  amount = 0;
  close(): void {}
  with(amount: number): this {
    return this;
  }
  get owner(): Owner {
    return new Owner();
  }
}
export class Owner {
  close(): void {}
}
export function issue(refund: Refund): Promise<Refund> {
  return Promise.resolve(refund);
}
`,
  "ts/ledger.ts": `export interface Ledger { close(): void; entries: readonly Entry[] }
export interface Entry { readonly cents: number; book(): void }
export default function openLedger(): Ledger {
  return { close() {}, entries: [] };
}
`,
  "ts/index.ts": `export * from "./refund.ts";\nexport { default as openLedger } from "./ledger.ts";\n`,
  "ts/desk.ts": `import { issue as give, openLedger, Refund } from "./index.ts";
import * as money from "./refund.ts";

export class Desk extends Refund {
  async run(refund: Refund, { ledger }: Refund, other: unknown): Promise<void> {
    const given = await give(refund);
    given.owner.close();
    given.with(1).with(2).close();
    ledger.entries.map((entry) => entry.book());
    for (const { cents } of refund.ledger.entries) cents.toFixed();
    this.close();
    money.issue(new Refund());
    openLedger().close();
    other.close();
    const close = () => 1;
    close();
    const options = { amount: 3 };
    void [options, "given.close()", \`x \${given.amount} y\`];
  }
}
`,
  "java/src/main/java/shop/Refund.java": `package shop;
public class Refund extends Base {
  public enum State { OPEN, CLOSED }
  private final Ledger ledger = new Ledger();
  public void close() { ledger.close(); }
  public void book(String text) {}
  public void book(int cents) {}
  public State state() { return State.OPEN; }
}
`,
  "java/src/main/java/shop/Base.java": `package shop;\nclass Base {\n  protected void audit() {}\n}\n`,
  "java/src/main/java/shop/Ledger.java": `package shop;\npublic class Ledger {\n  public void close() {}\n}\n`,
  "java/src/main/java/desk/Desk.java": `package desk;
import java.util.List;
import shop.Refund;
import shop.Refund.State;
public class Desk {
  void run(List<Refund> refunds, Object other) {
    for (Refund refund : refunds) refund.close();
    refunds.get(0).book("text");
    refunds.get(0).book(12);
    var first = refunds.get(0);
    first.audit();
    State state = first.state();
    refunds.forEach(each -> each.state());
    other.close();
  }
}
`,
  "py/shop/refund.py": `class Base:
    def audit(self):
        pass


class Refund(Base):
    def __init__(self, ledger: "Ledger"):
        self.ledger = ledger

    def close(self):
        self.ledger.close()

    @property
    def owner(self) -> "Owner":
        return Owner()


class Ledger:
    def close(self):
        pass


class Owner:
    def close(self):
        pass


def issue(amount) -> Refund:
    return Refund(Ledger())
`,
  "py/shop/__init__.py": "from .refund import Refund, issue\n",
  "py/desk.py": `import shop.refund as money
from shop import issue, Refund


def run(refund: Refund, other):
    given = issue(amount=3)
    given.close()
    given.owner.close()
    given.ledger.close()
    refund.audit()
    money.issue(1)
    other.close()
`,
  "go/shop/refund.go": `package shop

type Refund struct {
	Ledger *Ledger
}

func NewRefund() (*Refund, error) { return &Refund{}, nil }

func (r *Refund) Close() { r.Ledger.Close() }
`,
  "go/shop/ledger.go": `package shop

type Ledger struct{}

func (l *Ledger) Close() {}
`,
  "go/desk/desk.go": `package desk

import "example.com/work/go/shop"

func Run(other any) {
	refund, err := shop.NewRefund()
	refund.Close()
	refund.Ledger.Close()
	other.Close()
}
`,
  "rust/src/refund.rs": `pub struct Refund { pub ledger: Ledger }
pub struct Ledger;
impl Refund {
    pub fn new() -> Self { Refund { ledger: Ledger } }
    pub fn close(&self) { self.ledger.close(); }
}
impl Ledger {
    pub fn close(&self) {}
}
`,
  "rust/src/main.rs": `mod refund;
use crate::refund::Refund;
fn run(other: Other) {
    let refund = Refund::new();
    refund.close();
    refund.ledger.close();
    other.close();
}
`,
  "cs/Refund.cs": `namespace Shop
{
    public class Refund
    {
        public Ledger Ledger { get; set; }
        public void Close() { Ledger.Close(); }
    }
    public class Ledger { public void Close() {} }
}
`,
  "cs/Desk.cs": `using Shop;
namespace Desk
{
    public class Till
    {
        private readonly Refund refund = new Refund();
        public void Run(object other)
        {
            refund.Close();
            var ledger = refund.Ledger;
            ledger.Close();
            other.Close();
        }
    }
}
`,
  "kt/Refund.kt": `package kt.shop
class Refund(val ledger: Ledger) {
    fun close() { ledger.close() }
}
class Ledger {
    fun close() {}
}
fun issue(): Refund = Refund(Ledger())
`,
  "kt/Desk.kt": `package kt.desk
import kt.shop.issue
fun run(other: Any) {
    val given = issue()
    given.close()
    given.ledger.close()
    other.close()
}
`,
};

let opened: OpenedFolder;

beforeAll(async () => {
  const repository = createRepository(files);
  const indexed = indexedFolder(repository.folder, undefined, { WHENCE_EMBEDDING_PROVIDER: "none" });
  await indexed.index();
  opened = openedFolder(repository, indexed);
});

afterAll(() => opened.close());

/** `file name` of the definition that is meant, by the words before the use. */
async function meant(path: string, before: string): Promise<string> {
  const card = await opened.hover(opened.open(path), before);
  if (card?.definition === undefined) return "silent";
  return `${card.definition.path.slice(card.definition.path.lastIndexOf("/") + 1)} ${card.definition.name}`;
}

const cases: Readonly<Record<string, readonly (readonly [before: string, meant: string])[]>> = {
  "ts/desk.ts": [
    ["import { ", "refund.ts issue"],
    ["class Desk extends ", "refund.ts Refund"],
    ["run(refund: ", "refund.ts Refund"],
    ["await ", "refund.ts issue"],
    ["given.owner.", "refund.ts Owner.close"],
    ["given.with(1).", "refund.ts Refund.with"],
    ["with(2).", "refund.ts Refund.close"],
    ["ledger.entries.map((entry) => entry.", "ledger.ts Entry.book"],
    ["    ledger.", "ledger.ts Ledger.entries"],
    ["for (const { cents } of refund.ledger.", "ledger.ts Ledger.entries"],
    ["this.", "refund.ts Refund.close"],
    ["money.", "refund.ts issue"],
    ["new ", "refund.ts Refund"],
    ["openLedger().", "ledger.ts Ledger.close"],
    ["${given.", "refund.ts Refund.amount"],
    ["other.", "silent"],
    ["=> 1;\n    ", "desk.ts Desk.run.close"],
    ["options = { ", "silent"],
    ['"given.', "silent"],
    ["for ", "silent"],
    ["(refund: Refund, { ledger }: Refund, ", "silent"],
    ["async ", "desk.ts Desk.run"],
  ],
  "java/src/main/java/desk/Desk.java": [
    ["import shop.", "Refund.java Refund"],
    ["refunds) refund.", "Refund.java Refund.close"],
    ["first.", "Base.java Base.audit"],
    ["state = first.", "Refund.java Refund.state"],
    ["each -> each.", "Refund.java Refund.state"],
    ["    State state = first.state();\n    refunds.", "silent"],
    ["audit();\n    ", "Refund.java Refund.State"],
    ["other.", "silent"],
  ],
  "java/src/main/java/shop/Refund.java": [
    ["close() { ledger.", "Ledger.java Ledger.close"],
    ["return State.", "Refund.java Refund.State.OPEN"],
  ],
  "py/desk.py": [
    ["from shop import ", "refund.py issue"],
    ["given = ", "refund.py issue"],
    ["given.", "refund.py Refund.close"],
    ["given.owner.", "refund.py Owner.close"],
    ["given.ledger.", "refund.py Ledger.close"],
    ["    refund.", "refund.py Base.audit"],
    ["    money.", "refund.py issue"],
    ["issue(", "silent"],
    ["other.", "silent"],
  ],
  "go/desk/desk.go": [
    ["shop.", "refund.go NewRefund"],
    ["refund.", "refund.go Refund.Close"],
    ["refund.Ledger.", "ledger.go Ledger.Close"],
    ["other.", "silent"],
  ],
  "rust/src/main.rs": [
    ["crate::refund::", "refund.rs Refund"],
    ["Refund::", "refund.rs Refund.new"],
    ["    refund.", "refund.rs Refund.close"],
    ["refund.ledger.", "refund.rs Ledger.close"],
    ["other.", "silent"],
  ],
  "cs/Desk.cs": [
    ["private readonly ", "Refund.cs Refund"],
    ["            refund.", "Refund.cs Refund.Close"],
    ["            ledger.", "Refund.cs Ledger.Close"],
    ["other.", "silent"],
  ],
  "kt/Desk.kt": [
    ["val given = ", "Refund.kt issue"],
    ["given.", "Refund.kt Refund.close"],
    ["given.ledger.", "Refund.kt Ledger.close"],
    ["other.", "silent"],
  ],
};

describe.each(Object.entries(cases))("uses in %s", (path, rows) => {
  it.each(rows)("%j means %s", async (before, expected) => {
    expect(await meant(path, before)).toBe(expected);
  });
});

describe("definitions of one name and class", () => {
  it("are told apart by the types of the arguments", async () => {
    const text = opened.open("java/src/main/java/desk/Desk.java");
    const lines = [];
    for (const before of ["refunds.get(0).", 'book("text");\n    refunds.get(0).'])
      lines.push((await opened.hover(text, before))?.definition?.startLine);
    expect(lines).toEqual([6, 7]);
  });
});
