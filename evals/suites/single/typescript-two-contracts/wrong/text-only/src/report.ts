import type { Printable } from "./contracts.js";

export class Report implements Printable {
  constructor(readonly title: string, private readonly lines: string[]) {}

  content(): string {
    return this.lines.join("\n");
  }
}
