// What happens in a chat session, as lines for the screen.

export class Session {
  constructor(bus, user) {
    this.bus = bus;
    this.user = user;
    this.lines = [];
    bus.once("ready", () => this.lines.push(`Welcome, ${user}!`));
    bus.on("message", ({ from, text }) => this.lines.push(`${from}: ${text}`));
    bus.on("lost", () => this.lines.push("Connection lost"));
  }
}
