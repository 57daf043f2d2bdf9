// Starts the real runtime from <folder>/stdlib.zip alone, runs <folder>/code.py and prints its `result` as JSON.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [home, folder] = process.argv.slice(2);
const { info } = JSON.parse(await readFile(home + "/pyodide-lock.json", "utf8"));
const { loadPyodide } = await import(pathToFileURL(home + "/pyodide.mjs").href);
const pyodide = await loadPyodide({
  indexURL: home,
  packageBaseUrl: home,
  stdLibURL: folder + "/stdlib.zip",
  lockFileContents: { info, packages: {} },
});
try {
  pyodide.runPython(await readFile(folder + "/code.py", "utf8"));
  console.log(pyodide.runPython("import json; json.dumps(result)"));
} catch (error) {
  console.log(error.message);
}
process.exit(0);
