// In the place of copies.js: stock Pyodide keeps nothing.
export const keepRuntime = async () => undefined;
