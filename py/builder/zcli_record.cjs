// Loaded into zcli before its own code: writes down what Zendesk answered, for zcli does not look at every answer.
const { appendFileSync } = require("node:fs");

const ask = globalThis.fetch;
const note = (line) => appendFileSync(process.env.DESKLINE_ANSWERS, `${JSON.stringify(line)}\n`);

globalThis.fetch = async (asked, options) => {
  const method = options?.method ?? asked.method ?? "GET";
  const path = new URL(asked.url ?? asked).pathname;
  try {
    const response = await ask(asked, options);
    note({ method, path, status: response.status, text: await response.clone().text() });
    return response;
  } catch (error) {
    note({ method, path, status: 0, text: error.cause?.code ?? error.cause?.message ?? error.message });
    throw error;
  }
};
