/** ChatJS: loaded once there is a chat, and only in the page that hosts the engine. */
const CHATJS = "amazon-connect-chat.js";

let loading = null; // ChatJS

/** Loads ChatJS, once unless that fails; from then on this page reaches no other region's participant service. */
function loadChatJs(region) {
  if (!loading) allowOnly(`https://participant.connect.${region}.amazonaws.com/`);
  loading ??= added(CHATJS).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

function added(src) {
  return new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  });
}

/** A second policy, which the browser applies besides the page's own: what one of them refuses is refused. */
function allowOnly(source) {
  const meta = Object.assign(document.createElement("meta"), { httpEquiv: "Content-Security-Policy" });
  document.head.append(Object.assign(meta, { content: `connect-src 'self' ${source}` }));
}

/** The region of the instance, as the agent's routing profile names it. */
function regionOf() {
  const { routingProfile } = new window.connect.Agent().getConfiguration();
  return /^arn:[^:]*:connect:([a-z0-9-]+):/.exec(routingProfile?.routingProfileARN ?? "")?.[1] ?? "us-west-2";
}

/**
 * ChatJS's session of a contact.
 *
 * Streams asks for it before ChatJS is there, and keeps that this failed.
 */
export async function sessionOf(contact) {
  await loadChatJs(regionOf());
  const connection = contact.getAgentConnection();
  try {
    return await connection.getMediaController();
  } catch {
    window.connect.core.mediaFactory.destroy(connection.getConnectionId());
    await new Promise((done) => setTimeout(done));
    return connection.getMediaController();
  }
}
