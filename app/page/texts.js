/** The app's texts: the language, and its file. */

/** The app's language that is closest to a locale. */
export function languageOf(locale, locales) {
  const [language] = locale.split("-");
  const sister = locales.find((one) => one.startsWith(`${language}-`));
  return named(locale, locales) ?? named(language, locales) ?? sister ?? "en";
}

/** The language of the app that has this name, in any case. */
const named = (name, locales) => locales.find((one) => one.toLowerCase() === String(name ?? "").trim().toLowerCase());

/** The language of tickets: the one in the setting, else English. */
export const ticketLanguage = ({ ticket_language: name }, locales) => named(name, locales) ?? "en";

/** Sets the page's language, in which times are written, before the engine shows anything. */
function setLanguage(language) {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
}

/** @returns {Promise<Record<string, string>>} the texts of a language of the app, by key */
export const load = async (language) => (await (await fetch(`translations/${language}.json`)).json()).deskline;

/** @returns {Promise<(key: string) => string>} what says a text by its key; `all` are they all */
export async function loadTexts(language) {
  setLanguage(language);
  const all = await load(language);
  return Object.assign((key) => all[key] ?? key, { all });
}
