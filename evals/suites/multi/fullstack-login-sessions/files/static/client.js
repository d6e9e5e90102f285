/** Talks to the vault. */
export class Client {
  constructor(base = "", user = "") {
    this.base = base;
    this.user = user;
  }

  async notes() {
    const answer = await fetch(`${this.base}/api/notes/${this.user}`);
    return (await answer.json()).notes;
  }

  async add(text) {
    const answer = await fetch(`${this.base}/api/notes/${this.user}`, { method: "POST", body: JSON.stringify({ text }) });
    return (await answer.json()).notes;
  }
}
