import { sessionOf } from "./chatjs.js";

const PAGE = 100; // items: the most that the service gives in one answer
const AGAIN_AFTER = 1000; // ms after a refused or lost answer; doubled each time
const LONGEST_WAIT = 16000; // ms
const GATHERED = 50; // ms in which items are gathered
const ITEM = ["Id", "Type", "AbsoluteTime", "ContentType", "Content", "DisplayName", "ParticipantRole", "ContactId"];

/** One chat: its session, and the reading of what this page has missed. */
export class Chat {
  #id;
  #tell;
  #session;
  #said = []; // items to be told
  #told = new Map(); // id -> item, for an engine that follows one which has not saved it
  #whole = false; // whether nothing that was said is missing
  #over = false; // whether no more can be read
  #reading = null; // a promise, while it reads

  constructor(id, tell) {
    this.#id = id;
    this.#tell = tell;
  }

  async follow(contact) {
    this.#session = await sessionOf(contact);
    this.#session.onMessage(({ data }) => this.#hear(data));
    this.#session.onConnectionLost(() => this.#report([], false));
    this.#session.onConnectionEstablished(() => this.catchUp());
    this.#session.onEnded(() => this.#end());
    await this.catchUp();
  }

  /**
   * Reads everything again, as something may have been said while there was no connection or no engine. Where that
   * fails, `whole` stays false, and the transcript says that lines may be missing.
   */
  catchUp() {
    if (!this.#session) return undefined;
    if (this.#over) return this.#report([...this.#told.values()], this.#whole);
    this.#reading ??= this.#readAll().catch(console.warn).finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** In a quick conversation several items are told at once. */
  #hear(item) {
    this.#said.push(item);
    if (this.#said.length === 1) setTimeout(() => this.#report([], this.#whole), GATHERED);
  }

  #end() {
    this.#over = true;
    this.#report([], this.#whole);
  }

  async #readAll() {
    let token;
    do {
      const { Transcript: items, NextToken: next } = await this.#page(token);
      token = next;
      this.#report(items, this.#whole || !token);
    } while (token);
  }

  async #page(nextToken) {
    const wanted = { maxResults: PAGE, scanDirection: "BACKWARD", sortOrder: "ASCENDING" };
    const more = nextToken ? { nextToken } : {};
    const { data } = await retried(() => this.#session.getTranscript({ ...wanted, ...more }), () => this.#over);
    return data;
  }

  #report(items, whole) {
    this.#whole = whole;
    const all = [...items, ...this.#said.splice(0)].map(picked);
    all.forEach((item) => this.#told.set(item.Id, item));
    this.#tell({ kind: "chat", contact: this.#id, items: all, whole, over: this.#over });
  }
}

const picked = (item) => ({
  ...Object.fromEntries(ITEM.map((name) => [name, item[name] ?? null])),
  Attachments: (item.Attachments ?? []).map(({ AttachmentName, ContentType }) => ({ AttachmentName, ContentType })),
});

/** Asks again a few times, ever later, as long as there is anything to ask. */
async function retried(ask, isOver, wait = AGAIN_AFTER) {
  try {
    return await ask();
  } catch (error) {
    if (wait > LONGEST_WAIT || isOver()) throw error;
    await new Promise((done) => setTimeout(done, wait));
    if (isOver()) throw error; // nothing can be read any more
    return retried(ask, isOver, 2 * wait);
  }
}
