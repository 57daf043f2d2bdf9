/** Tells the engine the phone numbers of the person whom a sidebar is about, so that they are there without a click. */

const PERSON = { ticket_sidebar: "ticket.requester", user_sidebar: "user" };

/**
 * Tells the numbers among the person's identities, each on a line of its own; without any line Zendesk's page does not
 * tell the identities, and the engine looks the numbers up.
 */
export async function tellNumbers(client, place, tell) {
  const path = PERSON[place];
  if (!path) return;
  const { [path]: person } = await client.get(path).catch(() => ({}));
  const numbers = person?.identities?.filter(({ type }) => type.startsWith("phone")).map(({ value }) => value);
  tell({ kind: "pressed", button: "numbers", value: numbers ? `${numbers.join("\n")}\n` : "" });
}
