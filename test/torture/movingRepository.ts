import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestRepository } from "../support/gitRepository.ts";
import { createRepository } from "../support/gitRepository.ts";

const words =
  "account order refund parcel ledger queue retry token window cursor shard index merge branch delay route".split(
    " ",
  );

const items = 12;

/** A repository of several hundred files and some dozens of commits on two branches, whose tree a seed changes. */
export class MovingRepository {
  readonly #repository: TestRepository;
  readonly #random: () => number;
  #edition = 0;

  constructor(random: () => number) {
    this.#random = random;
    this.#repository = createRepository(this.#files(240));
    for (let commit = 0; commit < 30; commit++) {
      this.#editSome(4);
      this.#repository.commit(`${this.#key()}: change ${this.#word()} of ${this.#word()} in round ${commit}`);
    }
    this.#repository.git("switch", "--quiet", "-c", "other");
    for (let commit = 0; commit < 5; commit++) {
      this.#editSome(30);
      this.#repository.commit(`${this.#key()}: other ${this.#word()} for ${this.#word()}`);
    }
    this.#repository.git("switch", "--quiet", "main");
  }

  get folder(): string {
    return this.#repository.folder;
  }

  /** Does one to three things that people do to a working tree; gives their names. */
  move(): readonly string[] {
    const names = Object.keys(this.#moves);
    const count = 1 + Math.floor(this.#random() * 3);
    return Array.from({ length: count }, () => {
      const name = this.#pick(names);
      this.#moves[name]?.();
      return name;
    });
  }

  /** Changes enough files for every phase of the next run to have something to do. */
  moveMuch(): void {
    this.#editSome(120);
  }

  readonly #moves: Readonly<Record<string, () => void>> = {
    edit: () => this.#editSome(1 + Math.floor(this.#random() * 40)),
    delete: () => {
      for (let n = 0; n < 3; n++) {
        const file = this.#pick(this.#paths());
        if (this.#paths().length > 150) rmSync(this.#at(file));
      }
    },
    create: () => {
      const folder = `src/made${Math.floor(this.#random() * 5)}`;
      mkdirSync(this.#at(folder), { recursive: true });
      for (let n = 0; n < 4; n++)
        writeFileSync(this.#at(`${folder}/${this.#word()}${this.#edition++}.ts`), this.#code());
    },
    rename: () => {
      const file = this.#pick(this.#paths());
      const target = path.join(path.dirname(file), `moved${this.#edition++}${path.extname(file)}`);
      renameSync(this.#at(file), this.#at(target));
    },
    revert: () => {
      this.#repository.git("checkout", "--quiet", "HEAD", "--", ".");
    },
    commit: () => {
      this.#repository.commit(`${this.#key()}: keep ${this.#word()} and ${this.#word()} ${this.#edition++}`);
    },
    switchBranch: () => {
      const current = this.#repository.git("branch", "--show-current");
      this.#repository.git("switch", "--quiet", "--force", current === "main" ? "other" : "main");
    },
    rewrite: () => {
      this.#repository.git(
        "commit",
        "--quiet",
        "--amend",
        "--allow-empty",
        "-m",
        `${this.#key()}: say ${this.#word()} again ${this.#edition++}`,
      );
    },
  };

  #editSome(count: number): void {
    for (let n = 0; n < count; n++) {
      const file = this.#at(this.#pick(this.#paths()));
      const text = readFileSync(file, "utf8");
      const line = `${file.endsWith(".md") ? "" : file.endsWith(".py") ? "# " : "// "}${this.#sentence()} ${this.#edition++}${this.#random() < 0.2 ? `, see ${this.#key()}` : ""}\n`;
      writeFileSync(file, this.#random() < 0.5 ? line + text : text + line);
    }
  }

  #files(count: number): Record<string, string> {
    const files: Record<string, string> = {};
    for (let item = 1; item <= items; item++) files[`docs/specs/SHOP-${item}.md`] = this.#spec(item);
    for (let n = 0; n < count; n++) {
      const folder = `src/${words[n % 7]}`;
      const kind = n % 8;
      if (kind < 5) files[`${folder}/${this.#word()}${n}.ts`] = this.#code();
      else if (kind < 7) files[`${folder}/${this.#word()}${n}.py`] = this.#script();
      else files[`docs/${this.#word()}${n}.md`] = this.#prose();
    }
    return files;
  }

  #code(): string {
    const parts = Array.from({ length: 4 }, () => {
      const name = `${this.#word()}${capital(this.#word())}${this.#edition++}`;
      const body = Array.from(
        { length: 10 },
        () => `  // ${this.#sentence()}\n  step += ${this.#edition};\n`,
      );
      return `/** ${this.#sentence()} */\nexport function ${name}(step: number): number {\n${body.join("")}  return step;\n}\n`;
    });
    return parts.join("\n");
  }

  #script(): string {
    const parts = Array.from({ length: 3 }, () => {
      const name = `${this.#word()}_${this.#word()}_${this.#edition++}`;
      const body = Array.from({ length: 12 }, () => `    step = step + 1  # ${this.#sentence()}\n`);
      return `def ${name}(step):\n    """${this.#sentence()}"""\n${body.join("")}    return step\n`;
    });
    return parts.join("\n\n");
  }

  #prose(): string {
    const sections = Array.from({ length: 4 }, () => {
      const lines = Array.from({ length: 12 }, () => `${this.#sentence()}.`);
      return `## The ${this.#word()} of ${this.#word()}\n\n${lines.join("\n")}\n`;
    });
    return `# About ${this.#word()} ${this.#edition++}\n\n${sections.join("\n")}`;
  }

  #spec(item: number): string {
    const head = item === 1 ? "kind: epic" : `kind: story\nparent: SHOP-${item < 6 ? 1 : item - 4}`;
    return `---\nid: SHOP-${item}\n${head}\n---\n\n# The ${this.#word()} of ${this.#word()}\n\n${this.#sentence()}.\n`;
  }

  /** Of an item with or without a specification. */
  #key(): string {
    return `SHOP-${1 + Math.floor(this.#random() * 2 * items)}`;
  }

  #sentence(): string {
    return Array.from({ length: 9 }, () => this.#word()).join(" ");
  }

  #word(): string {
    return this.#pick(words);
  }

  #pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.#random() * values.length)];
    if (value === undefined) throw new Error("There is nothing to pick from.");
    return value;
  }

  #paths(): readonly string[] {
    return ["src", "docs"]
      .filter((folder) => existsSync(this.#at(folder)))
      .flatMap((folder) =>
        readdirSync(this.#at(folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name))),
      )
      .toSorted();
  }

  #at(file: string): string {
    return path.join(this.folder, file);
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
