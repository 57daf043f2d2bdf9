/** The pretend CCP: joins the line to the instance, Streams' conduit, and what the agent sees. */

import { agentOfThisBrowser, Line } from "./line.js";
import { Conduit } from "./conduit.js";
import { openSiteChannel } from "./site-channel.js";
import { showSignIn, Softphone } from "./softphone.js";

const line = new Line(agentOfThisBrowser(), heard);
const conduit = new Conduit(line);
const softphone = new Softphone(line);
let instance = null;

function heard(message) {
  const shut = () => shutOut(message.event);
  const out = { terminated: shut, auth_fail: shut, access_denied: shut };
  const handle = { hello, signed_in: signedIn, ...out, front_changed: frontChanged }[message.event];
  if (handle) {
    handle(message.data);
    return;
  }
  if (message.event === "agent::update") {
    compareClocks(message.data.snapshot);
    softphone.show(message.data);
  }
  if (message.event === "contact::view") {
    softphone.bringToFront(message.data.contactId);
  }
  if (message.event === "agent::mute_toggle") {
    softphone.mute(message.data.muted);
  }
  conduit.post(message.event, message.data);
}

function hello(data) {
  instance = data.instance;
  softphone.mute(data.muted);
  if (data.signedIn) {
    signedIn();
  } else {
    showSignIn(line, softphone);
  }
}

function signedIn() {
  if (!conduit.embedded) line.ask("page.sound", { has: true }); // an embedded page does as it is configured
  conduit.start();
  openSiteChannel(instance);
}

/** Tells the page of what ends its session; the CCP turns to its sign-in page and acknowledges nothing more. */
function shutOut(event) {
  conduit.post(event);
  conduit.stop();
  showSignIn(line, softphone);
}

/** As Streams' worker does: the instance's time against this browser's. */
function compareClocks(snapshot) {
  snapshot.localTimestamp = Date.now();
  snapshot.skew = snapshot.snapshotTimestamp.getTime() - snapshot.localTimestamp;
}

function frontChanged() {
  if (!line.agent) {
    location.reload();
  }
}

window.addEventListener("storage", (event) => {
  if (event.key === "agent") {
    location.reload();
  }
});
