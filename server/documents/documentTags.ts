import type { LanguageClass } from "../model/languages.ts";
import { type FrontMatter, listField } from "./frontMatter.ts";

/** Tags in lower case without repeats: those of the front matter, `test` and `example` by where the file lies. */
export function tagsOfFile(
  path: string,
  languageClass: LanguageClass,
  frontMatter: FrontMatter,
): readonly string[] {
  const stated = [...listField(frontMatter, "tags"), ...listField(frontMatter, "labels")];
  const tags = new Set(stated.map((tag) => tag.replace(/^#/, "").toLowerCase()).filter((tag) => tag !== ""));
  if (isTest(path, languageClass)) tags.add("test");
  if (exampleFolder.test(path)) tags.add("example");
  return [...tags];
}

function isTest(path: string, languageClass: LanguageClass): boolean {
  if (testFolder.test(path)) return true;
  if (languageClass !== "code") return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return testFile.test(name) || javaTestFile.test(name) || /(?:^|\/)spec\//.test(path);
}

const testFolder =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|testing|testdata|test[-_]?(?:fixtures|data|resources|suite|utils)|[\w.-]+[-_.][Tt]ests?|Tests|e2e|integration[-_]?tests?|unit[-_]?tests?|cypress|androidTest|commonTest|jvmTest)\//;

/** `a.test.ts`, `a.spec.js`, `a.cy.ts`, `test_a.py`, `a_test.go`, `a_spec.rb`, `a-test.el`, `conftest.py`, `a.bats`. */
const testFile =
  /[._-](?:test|tests|spec|specs|cy|e2e|unittest)\.[A-Za-z]+$|^tests?[._-].*\.[A-Za-z]+$|^tests?\.[A-Za-z]+$|^conftest\.py$|\.bats$/;

/** `FooTest.java`, `FooTests.cs`, `FooSpec.scala`, `FooIT.java`, `TestFoo.java`. */
const javaTestFile =
  /(?:[a-z0-9](?:Tests?|TestCase|Spec|Specs|Suite|IT)|^Test[A-Z]\w*)\.(?:java|kt|kts|scala|groovy|cs|fs|vb|swift|php|dart|m|mm|cpp|cc)$/;

const exampleFolder = /(?:^|\/)(?:_?examples?|samples?|demos?|quickstarts?)\//i;
