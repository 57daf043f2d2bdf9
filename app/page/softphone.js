/** The softphone's place: the CCP, the card that says how to sign in, and the audio link. */
import { ccpAddress, secure } from "./addresses.js";
import { Ccp } from "./ccp.js";
import { showProblem } from "./elements.js";
import { find } from "./view.js";

const AUDIO_WINDOW = "popup,width=400,height=640";
const SIGN_IN_AFTER = 8000; // ms without an agent session until the page says how to sign in

/**
 * Loads the softphone.
 * @param {object} settings the installation's settings, read
 * @param {Promise<(key: string) => string>} texts
 * @param {(moment: object) => void} tell passes a moment on to the engine
 * @returns {(() => void) | undefined} tells all that is known, for an engine that has just begun
 */
export function softphone(settings, texts, tell) {
  const address = ccpAddress(settings.connect_url);
  const refuse = () => texts.then((say) => showProblem(say("page.not_configured")));
  if (!address) {
    refuse();
    return undefined;
  }
  addEventListener("securitypolicyviolation", ({ effectiveDirective: kind, blockedURI }) => {
    if (kind === "frame-src" && address.startsWith(blockedURI)) refuse();
  });
  find("#sign-in-link").href = secure(settings.sso_login_url) ?? address;
  if (settings.media_less) showAudio(address);
  const ccp = new Ccp(find("#ccp"), settings, { tell, signedIn: signInCard(texts) });
  find("#again").addEventListener("click", () => ccp.reload());
  return () => ccp.report();
}

/**
 * @returns {(yes: boolean, why?: string) => void} hides the card that says how to sign in, or shows it with the reason;
 *   silence shows it too
 */
function signInCard(texts) {
  const card = find("#sign-in");
  const showWhy = (why) => {
    card.hidden = false; // at once: an agent may be there before the texts are
    texts.then((say) => (find("#sign-in-why").textContent = say(`page.${why}`)));
  };
  const waiting = setTimeout(showWhy, SIGN_IN_AFTER, "not_signed_in");
  return (signedIn, why = "not_signed_in") => {
    clearTimeout(waiting);
    if (signedIn) card.hidden = true;
    else showWhy(why);
  };
}

/** Media-less mode (rule 11.4): says where the audio is, with a link to its window, which must not load twice. */
function showAudio(address) {
  const link = Object.assign(find("#audio-link"), { href: address });
  link.addEventListener("click", (event) => {
    const audio = window.open("", link.target, AUDIO_WINDOW);
    if (!audio) return; // blocked: the link may still work
    event.preventDefault();
    if (isBlank(audio)) audio.location.replace(address);
    audio.focus();
  });
  find("#audio").hidden = false;
}

/** A window that shows the CCP already has another origin, which scripts may not read. */
function isBlank(opened) {
  try {
    return opened.location.href === "about:blank";
  } catch {
    return false;
  }
}
