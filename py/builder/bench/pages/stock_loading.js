// In the place of loading.js: stock Pyodide as its documentation has it, with the same Python from a zip of sources.
export const folders = (runtimeUrl) => [runtimeUrl];

export async function loadRuntime([base]) {
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const [pyodide, zip] = await Promise.all([
    loadPyodide({ indexURL: base }),
    fetch(`${base}python.zip`).then((response) => response.arrayBuffer()),
  ]);
  pyodide.unpackArchive(zip, "zip");
  return pyodide;
}
