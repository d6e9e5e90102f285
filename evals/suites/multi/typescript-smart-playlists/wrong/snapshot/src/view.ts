import { formatLength, type Library } from "./library.js";

/** A playlist as lines of text. */
export function playlistLines(library: Library, name: string): string[] {
  const lines = library.tracksOf(name).map((track, i) => `${i + 1}. ${track.artist} - ${track.title} (${formatLength(track.length)})`);
  return [`${name} [${formatLength(library.lengthOf(name))}]`, ...lines];
}

/** The names of all playlists with their numbers of tracks. */
export function overview(library: Library): string[] {
  return library.playlistNames().map((name) => {
    const star = library.playlist(name).rule ? "*" : "";
    return `${name}${star} (${library.tracksOf(name).length})`;
  });
}
