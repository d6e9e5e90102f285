/** Nobody is logged in, or not with this password. */
export class Unauthorized extends Error {}

/** Talks to the vault. */
export class Client {
  constructor(base = "") {
    this.base = base;
  }

  async #ask(method, path, value) {
    const body = value === undefined ? undefined : JSON.stringify(value);
    const answer = await fetch(`${this.base}/api/${path}`, { method, body, credentials: "same-origin" });
    if (answer.status === 204) return null;
    const data = await answer.json();
    if (answer.status === 401) throw new Unauthorized(data.error);
    if (!answer.ok) throw new Error(data.error);
    return data;
  }

  async login(user, password) {
    return (await this.#ask("POST", "login", { user, password })).user;
  }

  async logout() {
    await this.#ask("POST", "logout");
  }

  async notes() {
    return (await this.#ask("GET", "notes")).notes;
  }

  async add(text) {
    return (await this.#ask("POST", "notes", { text })).notes;
  }
}
