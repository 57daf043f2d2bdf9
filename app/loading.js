import { secure } from "./addresses.js";
import { keep, kept } from "./copies.js";
import { RUNTIME } from "./runtime.js";

const PATIENCE = 8000; // ms without the address's answer, after which a kept copy serves
const LIMIT = 60000; // ms that a download may take
const fetch = self.fetch.bind(self); // ours, also while the loader's own fetches are answered here

/** Why the engine cannot start: "setting", "address", "hash", "memory" or "engine". */
export class Unfit extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Boots Pyodide from its three checked files and the package's archive.
 * @param {string} base address of the folder that holds Pyodide's files
 */
export async function loadRuntime(base) {
  const file = (name) => checked(new URL(name, base).href, RUNTIME.files[name]);
  const wasm = file("pyodide.asm.wasm").then(compiled);
  const glue = file("pyodide.asm.mjs").then(imported);
  const loader = file("pyodide.mjs").then(imported);
  wasm.catch(() => undefined); // told by instantiate, later
  const [zip, { loadPyodide }] = await Promise.all([archive(), loader, glue]);
  return withAnswers({ "python_stdlib.zip": new Response(zip), "pyodide.asm.wasm": new Response() }, () =>
    boot(loadPyodide, base, glue, wasm),
  );
}

/** The folder that holds Pyodide's files: the customer's own, else the pinned one. */
export function folder(runtimeUrl) {
  const url = secure(runtimeUrl || RUNTIME.address);
  if (!url) throw new Unfit("setting");
  return url.href.replace(/\/?$/, "/");
}

function boot(loadPyodide, base, glue, wasm) {
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

/** Answers the loader's own fetches with what is already here and checked. */
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

function checked(url, integrity) {
  const signal = AbortSignal.timeout(LIMIT);
  const fetched = fetch(url, { integrity, signal })
    .catch(() => fetch(url, { integrity, signal, cache: "reload" }))
    .catch(() => instead(url, integrity, signal));
  return Promise.race([fetched, lateCopy(integrity)]);
}

async function instead(url, integrity, signal) {
  const answers = await fetch(url, { cache: "no-store", signal }).then((response) => response.ok, () => false);
  if (answers) throw new Unfit("hash");
  const copy = await kept(integrity);
  if (!copy) throw new Unfit("address");
  return copy;
}

async function lateCopy(integrity) {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return (await kept(integrity)) ?? new Promise(() => {});
}

async function archive() {
  const copy = await (await kept(RUNTIME.archive))?.arrayBuffer();
  if (copy && (await sha256(copy)) === RUNTIME.archive) return copy;
  const text = await (await fetch(new URL("./archive.js", import.meta.url))).text();
  const packed = Uint8Array.from(atob(text.split('"')[1]), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const zip = await new Response(unpacked).arrayBuffer();
  keep(RUNTIME.archive, new Response(zip));
  return zip;
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
