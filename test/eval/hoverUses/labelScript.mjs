import path from "node:path";
import { pathToFileURL } from "node:url";

// Prints what each name of a TypeScript project means, as the compiler resolves it: path, line, column, word, path, line and
// column of the definition, with tabs between. Lines from 1, columns from 0. Only definitions in other files are printed.
// node labelScript.mjs LIB ROOT [TSCONFIG]; LIB is a typescript.js with a compiler API, of version 5.

const [library, root, config = "tsconfig.json"] = process.argv.slice(2);
const { default: ts } = await import(pathToFileURL(path.resolve(library)).href);

const folder = path.resolve(root);
const { config: json } = ts.readConfigFile(path.join(folder, config), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent({ ...json, extends: undefined }, ts.sys, folder);
const program = ts.createProgram(fileNames, {
  ...options,
  target: ts.ScriptTarget.ES2022,
  skipLibCheck: true,
  noEmit: true,
  strictNullChecks: true,
});
const checker = program.getTypeChecker();

for (const file of program.getSourceFiles()) {
  if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) continue;
  visit(file, file);
}

function visit(node, file) {
  if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && !isImport(node)) print(node, file);
  ts.forEachChild(node, (child) => visit(child, file));
}

function isImport({ parent }) {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent)
  );
}

function print(node, file) {
  const declaration = definitionOf(node);
  const name =
    declaration &&
    (ts.getNameOfDeclaration(declaration) ??
      (ts.isConstructorDeclaration(declaration) ? declaration.parent.name : undefined));
  if (name === undefined || name === node) return;
  const other = declaration.getSourceFile();
  if (other === file || other.isDeclarationFile) return;
  const here = file.getLineAndCharacterOfPosition(node.getStart(file));
  const there = other.getLineAndCharacterOfPosition(name.getStart(other));
  const relative = ({ fileName }) => path.relative(folder, fileName);
  console.log(
    [
      relative(file),
      here.line + 1,
      here.character,
      node.text,
      relative(other),
      there.line + 1,
      there.character,
    ].join("\t"),
  );
}

function definitionOf(node) {
  const { parent } = node;
  const called = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  if (ts.isCallExpression(called.parent) && called.parent.expression === called) {
    const declaration = checker.getResolvedSignature(called.parent)?.declaration;
    if (declaration !== undefined && ts.getNameOfDeclaration(declaration)?.getText() === node.text)
      return declaration;
  }
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declarations = symbol.declarations ?? [];
  const isWanted = (each) => !ts.isParameter(each) || ts.isParameterPropertyDeclaration(each, each.parent);
  return declarations.find(
    (each) => isWanted(each) && !ts.isTypeParameterDeclaration(each) && !ts.isBindingElement(each),
  );
}
