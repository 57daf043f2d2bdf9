/** The second channel: the Amazon Connect SDK's proxy over a MessagePort, without which chats wait 30 seconds. */

/**
 * Offers the channel to the embedding page and answers what Streams asks there.
 * @param {{origin: string, region: string}} instance
 */
export function openSiteChannel(instance) {
  if (window.parent === window) {
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => reply(port1, data, instance);
  window.parent.postMessage({ type: "cross-domain-adapter-init" }, "*", [port2]);
}

function reply(port, message, instance) {
  if (message.type === "cross-domain-site-ready") {
    const connectionId = crypto.randomUUID();
    port.postMessage({ type: "acknowledge", connectionId, status: "ready", healthCheckInterval: 0 });
  }
  if (message.type === "request") {
    port.postMessage(answer(message, instance));
  }
}

function answer({ namespace, command, requestId, data }, instance) {
  const common = { type: "response", namespace, requestId };
  if (command === "contact/getInstanceDetails") {
    return { ...common, isError: false, data: instance };
  }
  const details = { command, requestData: data };
  return { ...common, isError: true, errorKey: "notSupported", reason: "The pretend CCP does not know this", details };
}
