/** What the print service takes. */
export interface Printable {
  readonly title: string;
  /** The whole document as text. */
  content(): string;
}

/** What the archive takes. */
export interface Archivable {
  readonly title: string;
  /** The whole document as UTF-8 bytes. */
  content(): Uint8Array;
}
