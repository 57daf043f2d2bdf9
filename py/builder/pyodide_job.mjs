// Runs pyodide_job.py in Pyodide under Node: node pyodide_job.mjs <pyodide folder> <stdlib.zip> <job.json> <answer.json>
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [home, stdLibURL, jobFile, answerFile] = process.argv.slice(2);

async function run() {
  const { loadPyodide } = await import(pathToFileURL(home + "/pyodide.mjs").href);
  const pyodide = await loadPyodide({ indexURL: home, stdLibURL, env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
  pyodide.runPython(await readFile(new URL("pyodide_job.py", import.meta.url), "utf8"));
  const answer = pyodide.globals.get("answer");
  await writeFile(answerFile, answer(await readFile(jobFile, "utf8")));
}

run().then(
  () => process.exit(0),
  (error) => process.exit(console.error(error.message) ?? 1),
);
