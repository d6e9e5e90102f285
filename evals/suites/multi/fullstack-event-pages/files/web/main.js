import { renderEvent } from "./render.js";

const body = document.querySelector("#events");

async function show() {
  const events = await (await fetch("/api/events")).json();
  body.innerHTML = events.map(renderEvent).join("");
}

show();
