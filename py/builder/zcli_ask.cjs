// Asks Zendesk one thing exactly as zcli asks, with its address, credentials and certificates; the recorder hears the
// answer. With a body, which comes on standard input, it is a POST.
const { readFileSync } = require("node:fs");
const [checkout, path] = process.argv.slice(2);
const { request } = require(`${checkout}/node_modules/@zendesk/zcli-core`);

const data = readFileSync(0, "utf8");
const options = data ? { method: "POST", data, headers: { "Content-Type": "application/json" } } : {};
request.requestAPI(path, options, true).catch(() => process.exit(1));
