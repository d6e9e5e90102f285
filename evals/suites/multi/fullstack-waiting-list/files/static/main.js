import { connect } from "./api.js";
import { renderBooking } from "./view.js";

const api = connect();
const find = (id) => document.getElementById(id);

async function show() {
  const me = Number(find("me").value);
  const bookings = await api.bookings(find("day").value);
  find("bookings").innerHTML = bookings.map((booking) => renderBooking(booking, me)).join("");
}

find("bookings").addEventListener("click", async (event) => {
  const id = event.target.dataset.cancel;
  if (!id) return;
  try {
    await api.cancel(id);
  } catch (error) {
    find("status").textContent = error.message;
  }
  await show();
});
for (const id of ["me", "day"]) find(id).addEventListener("change", show);
