/** The chats of the page that hosts the engine: no other page follows them. Decides nothing about contacts. */
import { Chat } from "./chat.js";

/** The chats that this page follows: none before an engine has begun here. */
export class Chats {
  #tell;
  #hosts = false;
  #contacts = new Map(); // id -> contact of Streams
  #followed = new Map(); // id -> chat

  /** @param {(moment: object) => void} tell passes a moment on to the engine */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Streams has reported a contact. */
  see(contact) {
    this.#contacts.set(contact.getContactId(), contact);
    if (this.#hosts) this.#follow(contact);
  }

  /** Streams has lost a contact. */
  lose(id) {
    this.#contacts.delete(id);
    this.#followed.delete(id);
  }

  /** Reports what was said in all chats, to an engine that has just begun in this page. */
  report() {
    this.#hosts = true;
    this.#followed.forEach((chat) => chat.catchUp());
    this.#contacts.forEach((contact) => this.#follow(contact));
  }

  #follow(contact) {
    const id = contact.getContactId();
    const talks = contact.getType() === "chat" && contact.getState()?.type === "connected";
    if (!talks || this.#followed.has(id)) return;
    const chat = new Chat(id, this.#tell);
    this.#followed.set(id, chat);
    chat.follow(contact).catch((error) => {
      this.#followed.delete(id); // the next report of the contact is another try
      console.warn(error);
    });
  }
}
