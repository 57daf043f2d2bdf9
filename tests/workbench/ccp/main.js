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
  const handle = { hello, signed_in: signedIn, terminated, front_changed: frontChanged }[message.event];
  if (handle) {
    handle(message.data);
    return;
  }
  if (message.event === "agent::update") {
    softphone.show(message.data);
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
  conduit.start();
  openSiteChannel(instance);
}

function terminated() {
  conduit.post("terminated");
  conduit.stop();
  showSignIn(line, softphone);
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
