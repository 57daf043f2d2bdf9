// Asks Zendesk one thing exactly as zcli asks, with its address, credentials and certificates; the recorder hears the answer.
const [checkout, path] = process.argv.slice(2);
const { request } = require(`${checkout}/node_modules/@zendesk/zcli-core`);

request.requestAPI(path, {}, true).catch(() => process.exit(1));
