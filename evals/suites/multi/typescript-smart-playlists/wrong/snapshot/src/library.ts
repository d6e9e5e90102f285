// A music library: tracks, albums, playlists, a queue, ratings and figures. Everything is kept in memory.

import { matches, type Rule } from "./rules.js";

export interface Track {
  readonly id: number;
  title: string;
  artist: string;
  album?: string;
  /** Seconds. */
  length: number;
  year?: number;
  genres: string[];
}

export interface Playlist {
  readonly name: string;
  tracks: number[];
  /** Smart playlists have one instead of tracks. */
  rule?: Rule;
}

export interface Play {
  readonly track: number;
  readonly at: number;
}

export type NewTrack = Omit<Track, "id" | "genres"> & { genres?: string[] };

export interface Events {
  added: Track;
  removed: Track;
  changed: Track;
  played: Play;
  playlist: string;
}

export type ErrorCode = "unknown-track" | "unknown-playlist" | "duplicate" | "invalid" | "empty" | "smart";

export class LibraryError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "LibraryError";
  }
}

type Listener<T> = (value: T) => void;

/** Listeners by the name of their event. */
class Emitter<E extends object> {
  private listeners: { [K in keyof E]?: Listener<E[K]>[] } = {};

  on<K extends keyof E>(name: K, listener: Listener<E[K]>): () => void {
    const list = (this.listeners[name] ??= []);
    list.push(listener);
    return () => {
      this.listeners[name] = this.listeners[name]?.filter((other) => other !== listener);
    };
  }

  protected emit<K extends keyof E>(name: K, value: E[K]): void {
    for (const listener of [...(this.listeners[name] ?? [])]) listener(value);
  }
}

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** "4:05" or "1:02:03" for seconds. */
export function formatLength(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds of "4:05" or "1:02:03". */
export function parseLength(text: string): number {
  const parts = text.trim().split(":");
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^\d{1,3}$/.test(part))) {
    throw new LibraryError("invalid", `not a length: ${text}`);
  }
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Sorting without leading articles: "The Cats" is under C. */
export function sortKey(text: string): string {
  return text.trim().replace(/^(the|a|an)\s+/i, "");
}

function checkTrack(track: NewTrack): void {
  if (!track.title.trim()) throw new LibraryError("invalid", "a track needs a title");
  if (!track.artist.trim()) throw new LibraryError("invalid", "a track needs an artist");
  if (!Number.isFinite(track.length) || track.length <= 0) throw new LibraryError("invalid", "the length must be positive");
  if (track.year !== undefined && !Number.isInteger(track.year)) throw new LibraryError("invalid", "the year must be whole");
}

export interface LibraryData {
  version: 1;
  tracks: Track[];
  playlists: Playlist[];
  plays: Play[];
  ratings: [number, number][];
}

export class Library extends Emitter<Events> {
  private tracks = new Map<number, Track>();
  private playlists = new Map<string, Playlist>();
  private plays: Play[] = [];
  private ratings = new Map<number, number>();
  private queue: number[] = [];
  private nextId = 1;

  constructor(private readonly now: () => number = Date.now) {
    super();
  }

  // ---- tracks

  add(values: NewTrack): Track {
    checkTrack(values);
    const duplicate = [...this.tracks.values()].find(
      (track) =>
        collator.compare(track.title, values.title) === 0 &&
        collator.compare(track.artist, values.artist) === 0 &&
        track.album === values.album,
    );
    if (duplicate) throw new LibraryError("duplicate", `${values.title} is track ${duplicate.id} already`);
    const track: Track = { ...values, genres: [...new Set(values.genres ?? [])], id: this.nextId++ };
    this.tracks.set(track.id, track);
    this.emit("added", track);
    return track;
  }

  get(id: number): Track {
    const track = this.tracks.get(id);
    if (!track) throw new LibraryError("unknown-track", `there is no track ${id}`);
    return track;
  }

  change(id: number, changes: Partial<NewTrack>): Track {
    const track = this.get(id);
    checkTrack({ ...track, ...changes });
    Object.assign(track, changes);
    this.emit("changed", track);
    return track;
  }

  /** Remove a track from everywhere. */
  remove(id: number): Track {
    const track = this.get(id);
    this.tracks.delete(id);
    this.ratings.delete(id);
    this.queue = this.queue.filter((queued) => queued !== id);
    this.plays = this.plays.filter((play) => play.track !== id);
    for (const playlist of this.playlists.values()) {
      playlist.tracks = playlist.tracks.filter((entry) => entry !== id);
    }
    this.emit("removed", track);
    return track;
  }

  /** All tracks by artist, album and title. */
  all(): Track[] {
    return [...this.tracks.values()].sort(
      (a, b) =>
        collator.compare(sortKey(a.artist), sortKey(b.artist)) ||
        collator.compare(a.album ?? "", b.album ?? "") ||
        collator.compare(sortKey(a.title), sortKey(b.title)) ||
        a.id - b.id,
    );
  }

  /** Tracks with all words in title, artist or album. */
  search(text: string): Track[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all().filter((track) => {
      const content = [track.title, track.artist, track.album ?? ""].join(" ").toLowerCase();
      return words.every((word) => content.includes(word));
    });
  }

  artists(): string[] {
    return [...new Set(this.all().map((track) => track.artist))];
  }

  albums(): Map<string, Track[]> {
    const albums = new Map<string, Track[]>();
    for (const track of this.all()) {
      if (track.album === undefined) continue;
      albums.set(track.album, [...(albums.get(track.album) ?? []), track]);
    }
    return albums;
  }

  // ---- playlists

  createPlaylist(name: string): Playlist {
    return this.keepPlaylist({ name, tracks: [] });
  }

  /** A playlist whose tracks follow from a rule. */
  createSmart(name: string, rule: Rule): Playlist {
    const tracks = this.all().filter((track) => matches(rule, { track, plays: this.playCount(track.id), rating: this.rating(track.id) }));
    return this.keepPlaylist({ name, tracks: tracks.map((track) => track.id), rule });
  }

  private keepPlaylist({ name, ...rest }: Playlist): Playlist {
    const key = name.trim();
    if (!key) throw new LibraryError("invalid", "a playlist needs a name");
    if (this.playlists.has(key)) throw new LibraryError("duplicate", `there is a playlist ${key} already`);
    const playlist: Playlist = { name: key, ...rest };
    this.playlists.set(key, playlist);
    this.emit("playlist", key);
    return playlist;
  }

  playlist(name: string): Playlist {
    const playlist = this.playlists.get(name);
    if (!playlist) throw new LibraryError("unknown-playlist", `there is no playlist ${name}`);
    return playlist;
  }

  private handmade(name: string): Playlist {
    const playlist = this.playlist(name);
    if (playlist.rule) throw new LibraryError("smart", `the tracks of ${name} follow from its rule`);
    return playlist;
  }

  playlistNames(): string[] {
    return [...this.playlists.keys()].sort(collator.compare);
  }

  addTo(name: string, ...ids: number[]): Playlist {
    const playlist = this.handmade(name);
    for (const id of ids) this.get(id);
    playlist.tracks.push(...ids);
    this.emit("playlist", name);
    return playlist;
  }

  /** Move the entry at one place to another one. */
  moveIn(name: string, from: number, to: number): Playlist {
    const playlist = this.handmade(name);
    const [id] = playlist.tracks.splice(from, 1);
    if (id === undefined) throw new LibraryError("invalid", `${name} has no entry ${from}`);
    playlist.tracks.splice(to, 0, id);
    this.emit("playlist", name);
    return playlist;
  }

  deletePlaylist(name: string): void {
    this.playlist(name);
    this.playlists.delete(name);
    this.emit("playlist", name);
  }

  tracksOf(name: string): Track[] {
    return this.playlist(name).tracks.map((id) => this.get(id));
  }

  /** Total length of a playlist, in seconds. */
  lengthOf(name: string): number {
    return this.tracksOf(name).reduce((sum, track) => sum + track.length, 0);
  }

  // ---- playing

  enqueue(...ids: number[]): void {
    for (const id of ids) this.get(id);
    this.queue.push(...ids);
  }

  enqueuePlaylist(name: string): number {
    const tracks = this.tracksOf(name);
    this.enqueue(...tracks.map((track) => track.id));
    return tracks.length;
  }

  /** Play the next track of the queue. */
  next(): Track {
    const id = this.queue.shift();
    if (id === undefined) throw new LibraryError("empty", "the queue is empty");
    const play: Play = { track: id, at: this.now() };
    this.plays.push(play);
    this.emit("played", play);
    return this.get(id);
  }

  playCount(id: number): number {
    return this.plays.filter((play) => play.track === id).length;
  }

  lastPlayed(id: number): number | undefined {
    return this.plays.findLast((play) => play.track === id)?.at;
  }

  /** Tracks by how often they were played, the most often first. */
  favourites(count = 10): Track[] {
    return this.all()
      .filter((track) => this.playCount(track.id) > 0)
      .sort((a, b) => this.playCount(b.id) - this.playCount(a.id))
      .slice(0, count);
  }

  // ---- ratings

  rate(id: number, stars: number): void {
    const track = this.get(id);
    if (!Number.isInteger(stars) || stars < 1 || stars > 5) throw new LibraryError("invalid", "1 to 5 stars");
    this.ratings.set(id, stars);
    this.emit("changed", track);
  }

  rating(id: number): number | undefined {
    return this.ratings.get(id);
  }

  meanRating(artist: string): number | undefined {
    const stars = this.all()
      .filter((track) => track.artist === artist)
      .flatMap((track) => this.rating(track.id) ?? []);
    return stars.length ? stars.reduce((a, b) => a + b) / stars.length : undefined;
  }

  // ---- storage

  toJSON(): LibraryData {
    return {
      version: 1,
      tracks: [...this.tracks.values()],
      playlists: [...this.playlists.values()],
      plays: this.plays,
      ratings: [...this.ratings],
    };
  }

  static fromJSON(data: LibraryData, now?: () => number): Library {
    const library = new Library(now);
    for (const track of data.tracks) library.tracks.set(track.id, { ...track, genres: [...track.genres] });
    for (const playlist of data.playlists) library.playlists.set(playlist.name, structuredClone(playlist));
    library.plays = [...data.plays];
    library.ratings = new Map(data.ratings);
    library.nextId = Math.max(0, ...data.tracks.map((track) => track.id)) + 1;
    return library;
  }
}
