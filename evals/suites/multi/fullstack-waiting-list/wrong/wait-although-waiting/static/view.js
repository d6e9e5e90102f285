const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** A booking in the list; one's own can be cancelled. */
export function renderBooking(booking, me) {
  const when = `${String(booking.hour).padStart(2, "0")}:00`;
  const waiting = booking.waiting.length ? `, ${booking.waiting.length} waiting` : "";
  let button = "";
  if (booking.member === me) button = `<button data-cancel="${booking.id}">Cancel</button>`;
  else button = `<button data-wait="${booking.id}">Wait</button>`;
  return `<li class="booking">${when} ${escapeHtml(booking.court)} ${escapeHtml(booking.name)}${waiting}${button}</li>`;
}
