export class Unauthorized extends Error {}

export class Client {
  constructor(base = "") {
    this.base = base;
  }

  async #call(method, path, body) {
    const options = { method, credentials: "same-origin" };
    if (body !== undefined) {
      options.body = JSON.stringify(body);
      options.headers = { "Content-Type": "application/json" };
    }
    const answer = await fetch(this.base + path, options);
    const text = await answer.text();
    const data = text ? JSON.parse(text) : {};
    if (answer.status === 401) throw new Unauthorized(data.error);
    if (!answer.ok) throw new Error(data.error);
    return data;
  }

  login(user, password) { return this.#call("POST", "/api/login", { user, password }).then((d) => d.user); }
  async logout() { await this.#call("POST", "/api/logout"); }
  notes() { return this.#call("GET", "/api/notes").then(({ notes }) => notes); }
  add(text) { return this.#call("POST", "/api/notes", { text }).then(({ notes }) => notes); }
}
