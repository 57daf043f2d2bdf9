/** What the panel offers to choose from: attributes of contacts and faults of Zendesk. */

const HOSTILE = [
  "customer_name = <img src=x onerror=alert(1)>",
  "conversation_title = \"><script>alert(2)</script>",
  "order = ' OR 1=1 --",
  "_secret = must never be shown",
].join("\n");

/** Who may speak in a chat: the customer, if nothing else is said. */
export const SPEAKERS = {
  Customer: {},
  Bot: { role: "CUSTOM_BOT", name: "Lex" },
  Supervisor: { role: "SUPERVISOR", name: "Sam Supervisor" },
  System: { role: "SYSTEM", name: "SYSTEM_MESSAGE" },
};

export const HOSTILE_LINE = "<img src=x onerror=\"top.owned=1\"><script>top.owned=1</script> {{ticket.id}} \u202Eright to left";

/** Name and attribute lines; {first person} stands for that person's user id. */
export const ATTRIBUTES = {
  "None": "",
  "Conversation title": "conversation_title = Renewal of contract 4711",
  "Known user": "zendesk_user = {first person}",
  "Ticket asked for": "zendesk_ticket = 1",
  "New ticket asked for": "zendesk_ticket = 0",
  "Recent ticket, 60 minutes": "recent_ticket_timeout = 60",
  "The agent decides": "ticket_assignment = agent",
  "Not recorded": "call_recording_consent = optout",
  "Other number": "customer_number = 0299990001",
  "Invalid values": "recent_ticket_timeout = soon\npop_incoming = maybe\ndialed_number = 12",
  "Hostile values": HOSTILE,
};

/** Name, request, status (empty: no answer) and times. */
export const FAULTS = {
  "Talk Partner Edition missing (403)": ["POST /api/v2/channels/voice/*", "403", 9],
  "Too many requests (429)": ["*", "429", 3],
  "Server error on writing (500)": ["POST /api/v2/*", "500", 1],
  "No answer on writing": ["POST /api/v2/*", "", 1],
  "Search is down (503)": ["GET /api/v2/search*", "503", 2],
  "Signed out (401)": ["*", "401", 3],
};
