export class Report {
  constructor(readonly title: string, readonly lines: string[]) {}
  content(): any {
    return this.lines.join("\n");
  }
}
