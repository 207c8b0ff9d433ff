import type { SeededWords } from "./seededWords.ts";

/** The file of this number: its language, folder and text follow from the number and the words. */
export function syntheticFile(words: SeededWords, number: number): { readonly path: string; text: string } {
  const language = words.pick(languages);
  const folder = `${areas[number % areas.length]}/${words.word()}${Math.floor(number / 40)}`;
  const name = words.name(2, true);
  return {
    path: `${folder}/${name}${number}.${language.ending}`,
    text: language.write(words, `${name}${number}`),
  };
}

interface SyntheticLanguage {
  readonly ending: string;
  write(words: SeededWords, name: string): string;
}

const areas = ["core", "server", "client", "storage", "tools", "tests", "docs", "plugins"] as const;

/** Functions in a file, by the median; with these a file has some 6 KB. */
const functionsMedian = 5;

const typescript: SyntheticLanguage = {
  ending: "ts",
  write(words, name) {
    const methods = functions(words, (method, argument, other, note, body) => [
      ...[`  /** Note: ${note} */`, `  ${method}(${argument}: number, ${other}: string): number {`],
      ...body.map((line) => `    ${line};`),
      ...[`    return this.${other}.length + ${argument};`, "  }", ""],
    ]);
    const imported = words.name(2, true);
    return `import { ${imported} } from "./${imported}.ts";\n\n/** ${words.sentence()} */\nexport class ${name} extends ${imported} {\n${methods}}\n`;
  },
};

const java: SyntheticLanguage = {
  ending: "java",
  write(words, name) {
    const methods = functions(words, (method, argument, other, note, body) => [
      ...["    /**", `     * Note: ${note}`, "     */"],
      `    public int ${method}(int ${argument}, String ${other}) {`,
      ...body.map((line) => `        ${line};`),
      ...[`        return ${other}.length() + ${argument};`, "    }", ""],
    ]);
    return `package org.example.${words.word()};\n\nimport java.util.List;\n\n/** ${words.sentence()} */\npublic class ${name} {\n${methods}}\n`;
  },
};

const python: SyntheticLanguage = {
  ending: "py",
  write(words, name) {
    const methods = functions(words, (method, argument, other, note, body) => [
      `    def ${method}(self, ${argument}, ${other}):`,
      `        """Note: ${note}"""`,
      ...body.map((line) => `        ${line}`),
      ...[`        return len(${other}) + ${argument}`, ""],
    ]);
    return `"""${words.sentence()}"""\n\nimport ${words.word()}\n\n\nclass ${name}:\n${methods}`;
  },
};

const go: SyntheticLanguage = {
  ending: "go",
  write(words, name) {
    const methods = functions(words, (method, argument, other, note, body) => [
      `// Note: ${note}`,
      `func (self *${name}) ${method}(${argument} int, ${other} string) int {`,
      ...body.map((line) => `\t${line}`),
      ...[`\treturn len(${other}) + ${argument}`, "}", ""],
    ]);
    return `package ${words.word()}\n\nimport "fmt"\n\n// ${name} ${words.sentence()}\ntype ${name} struct {\n\tsize int\n}\n\n${methods}`;
  },
};

const c: SyntheticLanguage = {
  ending: "c",
  write(words, name) {
    const methods = functions(words, (method, argument, other, note, body) => [
      `/* Note: ${note} */`,
      `int ${name}_${method}(int ${argument}, const char *${other})`,
      "{",
      ...body.map((line) => `\t${line};`),
      ...[`\treturn strlen(${other}) + ${argument};`, "}", ""],
    ]);
    return `/* ${words.sentence()} */\n#include <string.h>\n\n${methods}`;
  },
};

const markdown: SyntheticLanguage = {
  ending: "md",
  write(words, name) {
    const sections = Array.from({ length: words.size(5) }, () => {
      const items = Array.from({ length: words.below(5) }, () => `- ${words.sentence()}`);
      return [`## ${words.sentence().slice(0, -1)}`, "", words.paragraph(4), "", ...items, ""].join("\n");
    });
    return `# ${name}\n\nNote: ${words.sentence()}\n\n${sections.join("\n")}`;
  },
};

const languages = [typescript, typescript, java, java, python, go, c, markdown] as const;

function functions(
  words: SeededWords,
  write: (
    method: string,
    argument: string,
    other: string,
    note: string,
    body: readonly string[],
  ) => readonly string[],
): string {
  const lines: string[] = [];
  for (let left = words.size(functionsMedian); left > 0; left -= 1) {
    const [argument, other] = [words.name(1), words.name(2)];
    const body = Array.from({ length: words.size(7) }, () => statement(words, argument));
    lines.push(...write(words.name(3), argument, other, words.sentence(), body));
  }
  return `${lines.join("\n")}\n`;
}

/** One that all of the languages read. */
function statement(words: SeededWords, argument: string): string {
  const kind = words.below(4);
  const call = `${words.name(1)}.${words.name(2)}(${argument}, ${words.below(1_000)})`;
  if (kind === 0) return `${words.name(2)} = ${call}`;
  if (kind === 1) return `${words.name(1)}.${words.name(2)}("${words.sentence()}")`;
  if (kind === 2) return `${words.name(2)} = ${argument} + ${words.name(1)} * ${words.below(100)}`;
  return call;
}
