import { connect } from "./api.js";
import { renderBooking } from "./view.js";

const api = connect();
const find = (id) => document.getElementById(id);

let shown = [];

async function show() {
  const me = Number(find("me").value);
  shown = await api.bookings(find("day").value);
  find("bookings").innerHTML = shown.map((booking) => renderBooking(booking, me)).join("");
}

find("bookings").addEventListener("click", async (event) => {
  const { cancel, wait } = event.target.dataset;
  if (!cancel && !wait) return;
  try {
    if (cancel) {
      await api.cancel(cancel);
    } else {
      const { court, day, hour } = shown.find((booking) => booking.id === Number(wait));
      const entry = await api.wait(Number(find("me").value), court, day, hour);
      find("status").textContent = `You are number ${entry.position}`;
    }
  } catch (error) {
    find("status").textContent = error.message;
  }
  await show();
});
for (const id of ["me", "day"]) find(id).addEventListener("change", show);
