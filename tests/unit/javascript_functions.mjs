// Prints what stands in scripts, as JSON: {path: {functions: [{name, line, lines, parameters, depth}],
// classes: [{name, methods}], squeezed: [line]}}. What is one expression is no function here, as a lambda is none.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [acorn, ...paths] = process.argv.slice(2);
const { parse } = await import(pathToFileURL(acorn).href);
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];
const NESTING = ["IfStatement", "ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "TryStatement"];

const children = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === "string");

function visit(node, parent, found, depth = 0) {
  if (FUNCTIONS.includes(node.type)) {
    const named = parent.type === "MethodDefinition" || parent.type === "VariableDeclarator" || parent.type === "Property";
    const name = node.id?.name ?? (named ? (parent.key ?? parent.id).name : "");
    const line = (named ? parent : node).loc.start.line;
    const own = { name, line, lines: node.loc.end.line - line + 1, parameters: node.params.length, depth: 0 };
    if (node.body.type === "BlockStatement") found.functions.push(own);
    children(node).forEach((child) => visit(child, node, { ...found, own }));
    return;
  }
  if (node.type === "ClassBody") {
    const methods = node.body.filter(({ type }) => type === "MethodDefinition").length;
    found.classes.push({ name: parent.id?.name ?? "", methods });
  }
  if (node.type === "SequenceExpression") found.squeezed.push(node.loc.start.line);
  const chained = node.type === "IfStatement" && parent.type === "IfStatement" && parent.alternate === node;
  const deeper = NESTING.includes(node.type) && !chained ? depth + 1 : depth;
  if (found.own) found.own.depth = Math.max(found.own.depth, deeper);
  children(node).forEach((child) => visit(child, node, found, deeper));
}

const all = {};
for (const path of paths) {
  const tree = parse(readFileSync(path, "utf8"), { ecmaVersion: "latest", sourceType: "module", locations: true });
  const found = { functions: [], classes: [], squeezed: [] };
  visit(tree, tree, found);
  all[path] = found;
}
console.log(JSON.stringify(all));
