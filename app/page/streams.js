/** How Streams is started, and a sign-in window that it does not report as blocked. */
import { ccpAddress, secure } from "./addresses.js";

/** Streams' options for the CCP; a sign-in window opens by itself only with `loginPopup`. */
export function options(settings, loginPopup) {
  return {
    ccpUrl: ccpAddress(settings.connect_url),
    loginPopup,
    loginPopupAutoClose: true,
    loginOptions: { autoClose: true },
    ...(secure(settings.sso_login_url) ? { loginUrl: settings.sso_login_url } : {}),
    ...(settings.aws_region ? { region: settings.aws_region } : {}),
    softphone: { allowFramedSoftphone: !settings.media_less, disableRingtone: settings.media_less },
    pageOptions: { enableAudioDeviceSettings: true, enablePhoneTypeSettings: true },
    ccpAckTimeout: 5000,
    ccpSynTimeout: 3000,
    ccpLoadTimeout: 10000,
  };
}

/** Brings a contact to the front in the CCP, if there is one in this page. */
export function viewContact(id) {
  const { core } = window.connect ?? {};
  if (core?.upstream) core.viewContact(id);
}

/** Streams does not report a sign-in window that the browser has blocked. */
export function onBlockedPopup(blocked) {
  const open = window.open.bind(window);
  window.open = (...asked) => {
    const opened = open(...asked);
    if (!opened) blocked();
    return opened;
  };
}
