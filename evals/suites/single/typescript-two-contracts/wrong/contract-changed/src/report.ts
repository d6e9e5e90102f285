import type { Archivable, Printable } from "./contracts.js";

export class Report implements Printable, Archivable {
  constructor(readonly title: string, readonly lines: string[]) {}
  content(): string {
    return this.lines.join("\n");
  }
  bytes(): Uint8Array {
    return new TextEncoder().encode(this.content());
  }
}
