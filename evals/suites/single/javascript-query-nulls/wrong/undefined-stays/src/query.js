/** Encodes one part of a query the way our API expects it (spaces as +). */
export function encode(value) {
  return encodeURIComponent(value).replace(/%20/g, "+");
}

export function decode(text) {
  return decodeURIComponent(text.replace(/\+/g, " "));
}

/** { a: 1, b: "x y" } -> "a=1&b=x+y", in the order of the keys; null and undefined are left out. */
export function buildQuery(params = {}) {
  return Object.entries(params)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join("&");
}

/** "a=1&b=x+y" -> { a: "1", b: "x y" }; a leading "?" is allowed. */
export function parseQuery(text) {
  const result = {};
  for (const pair of text.replace(/^\?/, "").split("&")) {
    if (!pair) continue;
    const [key, value = ""] = pair.split("=");
    result[decode(key)] = decode(value);
  }
  return result;
}

export function withQuery(url, params) {
  const query = buildQuery(params);
  if (!query) return url;
  return url + (url.includes("?") ? "&" : "?") + query;
}
