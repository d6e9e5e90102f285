export interface Printable {
  readonly title: string;
  content(): string;
}

export interface Archivable {
  readonly title: string;
  bytes(): Uint8Array;
}
