const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (c) => ESCAPES[c]);
}

/** The list item of an entry. */
export function renderEntry({ name, message }) {
  return `<li><b>${escapeHtml(name)}</b> ${escapeHtml(message)}</li>`;
}

/** What the form's fields send to the server. */
export function toEntry(fields) {
  return { name: fields.get("name").trim(), message: fields.get("message").trim() };
}
