const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const FACES = new Map([["happy", "🙂"], ["neutral", "😐"], ["sad", "🙁"]]);

export function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (c) => ESCAPES[c]);
}

/** The list item of an entry. */
export function renderEntry({ name, message, mood }) {
  const face = FACES.has(mood) ? `<span class="mood">${FACES.get(mood)}</span> ` : "";
  return `<li>${face}<b>${escapeHtml(name)}</b> ${escapeHtml(message)}</li>`;
}

/** What the form's fields send to the server. */
export function toEntry(fields) {
  return { name: fields.get("name").trim(), message: fields.get("message").trim(), mood: fields.get("mood") };
}
