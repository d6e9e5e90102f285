export function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

export function renderEvent({ time, level, text }) {
  return `<tr class="${level}"><td>${time}</td><td>${level}</td><td>${escapeHtml(text)}</td></tr>`;
}
