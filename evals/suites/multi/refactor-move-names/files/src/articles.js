import { byTitle, freeName, readingTime } from "./helpers.js";

export class Articles {
  constructor() {
    this.byName = new Map();
  }

  add(title, html) {
    const name = freeName(title, this.byName);
    this.byName.set(name, { name, title, html, minutes: readingTime(html) });
    return name;
  }

  index() {
    return [...this.byName.values()].sort(byTitle).map((a) => `${a.title} (${a.minutes} min)`);
  }
}
