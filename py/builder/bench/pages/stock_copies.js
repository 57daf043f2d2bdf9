// In the place of copies.js: stock Pyodide keeps nothing.
export const kept = async () => undefined;
export const keepRuntime = async () => undefined;
