/** How Streams is begun, and what it does not say of its sign-in window. */
import { ccpAddress, secure } from "./addresses.js";

/** What Streams is told of the CCP; a sign-in window opens by itself only if `loginPopup` says so. */
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

/** Streams says nothing of a sign-in window that the browser has blocked. */
export function onBlockedPopup(blocked) {
  const open = window.open.bind(window);
  window.open = (...asked) => {
    const opened = open(...asked);
    if (!opened) blocked();
    return opened;
  };
}
