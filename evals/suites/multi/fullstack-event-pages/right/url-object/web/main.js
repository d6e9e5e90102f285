import { renderPager } from "./pager.js";
import { renderEvent } from "./render.js";

const body = document.querySelector("#events");

async function show() {
  const page = new URL(window.location).searchParams.get("page") ?? "1";
  const answer = await (await fetch(`/api/events?page=${encodeURIComponent(page)}`)).json();
  body.innerHTML = answer.events.map(renderEvent).join("");
  document.querySelector("#pager").innerHTML = renderPager(answer.page, answer.pages);
}

show();
