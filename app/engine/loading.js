import { secure } from "../page/addresses.js";
import { keep, kept } from "./copies.js";
import { download, CannotStart } from "./mirrors.js";
import { RUNTIME } from "../runtime.js";

const fetch = self.fetch.bind(self); // the real one, also while the loader's fetches are answered here

/**
 * Boots Pyodide from its three checked files and the package's archive.
 * @param {string[]} folders that hold Pyodide's files, in the order in which they are asked
 */
export async function loadRuntime(folders) {
  const file = (name) => download(name, folders);
  const wasm = file("pyodide.asm.wasm").then(compiled);
  const glue = file("pyodide.asm.mjs").then(imported);
  const loader = file("pyodide.mjs").then(imported);
  wasm.catch(() => undefined); // reported by instantiate, later
  const [zip, { loadPyodide }] = await Promise.all([archive(), loader, glue]);
  return withAnswers({ "python_stdlib.zip": new Response(zip), "pyodide.asm.wasm": new Response() }, () =>
    boot(loadPyodide, folders[0], { glue, wasm }),
  );
}

/** The folders of Pyodide's files: only the customer's own if there is one, else the mirrors. */
export function folders(runtimeUrl) {
  const urls = (runtimeUrl ? [runtimeUrl] : RUNTIME.addresses).map(secure);
  if (urls.includes(null)) throw new CannotStart("setting");
  return urls.map((url) => url.href.replace(/\/?$/, "/"));
}

function boot(loadPyodide, base, { glue, wasm }) {
  return new Promise((resolve, reject) => {
    const createPyodideModule = async (settings) => {
      settings.instantiateWasm = (imports, done) => void instantiate(imports, wasm, done).catch(reject);
      return (await glue).default(settings);
    };
    const options = { indexURL: base, packageBaseUrl: base, lockFileContents: RUNTIME.lock };
    loadPyodide({ ...options, createPyodideModule }).then(resolve, reject);
  });
}

async function instantiate(imports, wasm, done) {
  const failure = Symbol("JavaScript error");
  Object.assign(imports.env, { Jsv_GetError_import: () => failure, JsvError_Check: (value) => value === failure });
  const module = await wasm;
  done(await WebAssembly.instantiate(module, imports), module);
}

/** Answers the loader's fetches with files that are already downloaded and checked. */
async function withAnswers(answers, work) {
  self.fetch = async (url, ...rest) => answers[String(url).split("/").pop()] ?? fetch(url, ...rest);
  return work().finally(() => (self.fetch = fetch));
}

function compiled(response) {
  const typed = response.headers.get("content-type")?.startsWith("application/wasm");
  return typed ? WebAssembly.compileStreaming(response) : response.arrayBuffer().then(WebAssembly.compile);
}

async function imported(response) {
  const url = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
  return import(url).finally(() => URL.revokeObjectURL(url));
}

async function archive() {
  const copy = await (await kept(RUNTIME.archive))?.arrayBuffer();
  if (copy && (await sha256(copy)) === RUNTIME.archive) return copy;
  const text = await (await fetch(new URL("../archive.js", import.meta.url))).text();
  const packed = Uint8Array.from(atob(text.split("`")[1]), (letter) => letter.charCodeAt(0));
  const { XzReadableStream } = (await import("../xz.js")).default; // once per release; browsers unpack nothing as small
  const zip = await new Response(new XzReadableStream(new Blob([packed]).stream())).arrayBuffer();
  keep(RUNTIME.archive, new Response(zip));
  return zip;
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
