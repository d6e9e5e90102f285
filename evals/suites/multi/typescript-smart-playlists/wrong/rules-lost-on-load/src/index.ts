export { formatLength, Library, LibraryError, parseLength, sortKey } from "./library.js";
export type { ErrorCode, Events, LibraryData, NewTrack, Play, Playlist, Track } from "./library.js";
export { matches, type Facts, type Rule } from "./rules.js";
export { overview, playlistLines } from "./view.js";
