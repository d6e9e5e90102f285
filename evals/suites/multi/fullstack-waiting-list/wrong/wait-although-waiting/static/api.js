async function ask(base, method, path, value) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const answer = await fetch(`${base}/api/${path}`, { method, body });
  const data = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(data.error);
  return data;
}

/** The API of the club. */
export function connect(base = "") {
  return {
    bookings: (day) => ask(base, "GET", `bookings?day=${day}`),
    book: (member, court, day, hour) => ask(base, "POST", "bookings", { member, court, day, hour }),
    wait: (member, court, day, hour) => ask(base, "POST", "waiting", { member, court, day, hour }),
    leave: (id) => ask(base, "DELETE", `waiting/${id}`),
    cancel: (id) => ask(base, "DELETE", `bookings/${id}`),
  };
}
