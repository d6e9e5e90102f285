"use strict";

const cart = JSON.parse(localStorage.getItem("cart")) || {};
const badge = document.getElementById("badge");

function save() {
  localStorage.setItem("cart", JSON.stringify(cart));
}

function show() {
  let total = 0;
  for (const item in cart) {
    total += cart[item];
  }
  badge.textContent = total;
}

for (const button of document.querySelectorAll(".add")) {
  button.addEventListener("click", () => {
    const item = button.dataset.item;
    cart[item] = (cart[item] || "") + 1;
    save();
    show();
  });
}

document.getElementById("empty").addEventListener("click", () => {
  for (const item of Object.keys(cart)) delete cart[item];
  save();
  show();
});

show();
