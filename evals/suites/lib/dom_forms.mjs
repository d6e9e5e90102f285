// What form controls, tables, dialogs and details have beyond other elements; mixed into Element.
import { Event } from "./dom_events.mjs";

const CONTROLS = ["input", "textarea", "select", "button", "fieldset", "output"];
const text = (e) => e.textContent.replace(/\s+/g, " ").trim();
const isButton = (e) => e.localName === "button" || (e.localName === "input" && ["submit", "button", "reset", "image"].includes(e.type));

export const controls = {
  get type() { return this.getAttribute("type")?.toLowerCase() ?? { input: "text", button: "submit", textarea: "textarea", select: "select-one" }[this.localName] ?? ""; },
  set type(value) { this.setAttribute("type", value); },
  get value() {
    if (this.localName === "select") return this.options[this.selectedIndex]?.value ?? "";
    if (this.localName === "option") return this.getAttribute("value") ?? text(this);
    if (this.localName === "textarea") return this.dirtyValue ?? this.textContent;
    if (this.localName === "output") return this.textContent;
    if (["checkbox", "radio"].includes(this.type)) return this.getAttribute("value") ?? "on";
    return this.dirtyValue ?? this.getAttribute("value") ?? (this.type === "range" ? "50" : "");
  },
  set value(given) {
    const value = given === null ? "" : String(given);
    if (this.localName === "select") this.selectedIndex = this.options.findIndex((o) => o.value === value);
    else if (this.localName === "output") this.textContent = value;
    else if (["input", "textarea"].includes(this.localName) && !["checkbox", "radio"].includes(this.type)) {
      this.dirtyValue = this.type === "number" && value !== "" && !Number.isFinite(Number(value)) ? "" : value;
    } else this.setAttribute("value", value);
  },
  get valueAsNumber() { return this.value === "" ? NaN : Number(this.value); },
  get defaultValue() { return this.localName === "textarea" ? this.textContent : this.getAttribute("value") ?? ""; },
  get checked() { return this.dirtyChecked ?? this.hasAttribute("checked"); },
  set checked(on) {
    this.dirtyChecked = Boolean(on);
    if (!on || this.type !== "radio" || !this.name) return;
    for (const other of this.getRootNode().querySelectorAll(`input[type=radio]`)) {
      if (other !== this && other.name === this.name && other.form === this.form) other.dirtyChecked = false;
    }
  },
  get disabled() {
    return this.hasAttribute("disabled") || Boolean(CONTROLS.includes(this.localName) && this.parentNode?.closest?.("fieldset[disabled]"));
  },
  set disabled(on) { this.toggleAttribute("disabled", Boolean(on)); },
  get options() { return this.querySelectorAll("option"); },
  get selectedOptions() { return this.options.filter((o) => o.selected); },
  get selectedIndex() {
    const dirty = this.options.findIndex((o) => o.dirtySelected);
    const marked = this.options.findLastIndex((o) => o.hasAttribute("selected"));
    return dirty >= 0 ? dirty : this.nothingSelected ? -1 : marked >= 0 ? marked : this.options.length ? 0 : -1;
  },
  set selectedIndex(index) {
    this.options.forEach((o, i) => { o.dirtySelected = i === index; });
    this.nothingSelected = index < 0;
  },
  get selected() { const select = this.closest("select"); return Boolean(select) && select.options[select.selectedIndex] === this; },
  set selected(on) { const select = this.closest("select"); if (select && on) select.selectedIndex = select.options.indexOf(this); },
  get text() { return this.textContent; },
  get form() { return this.hasAttribute("form") ? this.ownerDocument.getElementById(this.getAttribute("form")) : this.closest("form"); },
  get elements() {
    const all = this.getRootNode().descendants().filter((e) => CONTROLS.includes(e.localName) && e.form === this);
    for (const e of all) for (const key of [e.name, e.id]) if (key && !(key in all)) all[key] = e;
    all.namedItem = (key) => all.find((e) => e.name === key || e.id === key) ?? null;
    return all;
  },
  get labels() { return this.ownerDocument.querySelectorAll("label").filter((l) => l.control === this); },
  get control() { return this.hasAttribute("for") ? this.ownerDocument.getElementById(this.getAttribute("for")) : this.querySelector("input, select, textarea, button"); },
  get rows() { return this.querySelectorAll("tr"); },
  get cells() { return this.children.filter((c) => ["td", "th"].includes(c.localName)); },
  get tBodies() { return this.querySelectorAll("tbody"); },
  get tHead() { return this.querySelector("thead"); },
  insertRow(at = -1) { return this.insertPart("tr", this.localName === "table" ? this.querySelector("tbody") ?? this : this, at); },
  insertCell(at = -1) { return this.insertPart("td", this, at); },
  insertPart(tag, home, at) { return home.insertBefore(this.ownerDocument.createElement(tag), at < 0 ? null : home.children[at] ?? null); },
  deleteRow(at) { this.rows.at(at)?.remove(); },
  show() { this.open = true; },
  showModal() { this.open = true; },
  close() { this.open = false; this.dispatchEvent(new Event("close")); },
  select() {},
  setSelectionRange() {},
  setCustomValidity(message) { this.customMessage = message; },
  get validity() { return { valid: this.isValid(), valueMissing: this.required && !this.value }; },
  get validationMessage() { return this.isValid() ? "" : this.customMessage || "invalid"; },
  isValid() {
    if (this.localName === "form") return this.elements.every((e) => e.isValid());
    if (this.customMessage) return false;
    if (this.required && (this.type === "checkbox" ? !this.checked : !this.value)) return false;
    const patterns = { email: /^[^\s@]+@[^\s@]+$/, url: /^[a-z]+:\/\/\S+$/i };
    if (this.value && patterns[this.type] && !patterns[this.type].test(this.value)) return false;
    const [low, high, number] = [this.min, this.max, Number(this.value)];
    if (this.value && this.type === "number") return (low === "" || number >= Number(low)) && (high === "" || number <= Number(high));
    const pattern = this.getAttribute?.("pattern");
    return !(this.value && pattern && !new RegExp(`^(?:${pattern})$`, "u").test(this.value));
  },
  checkValidity() { const ok = this.isValid(); if (!ok) this.dispatchEvent(new Event("invalid")); return ok; },
  reportValidity() { return this.checkValidity(); },
  requestSubmit(submitter) {
    if (this.hasAttribute("novalidate") || this.checkValidity()) this.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true, submitter: submitter ?? null }));
  },
  submit() {},
  reset() {
    if (!this.dispatchEvent(new Event("reset", { bubbles: true, cancelable: true }))) return;
    for (const e of this.elements) {
      e.dirtyValue = e.dirtyChecked = undefined;
      if (e.localName === "select") { e.options.forEach((o) => { o.dirtySelected = false; }); e.nothingSelected = false; }
    }
  },
  click() {
    if (this.disabled && CONTROLS.includes(this.localName)) return;
    const box = this.localName === "input" && ["checkbox", "radio"].includes(this.type);
    const before = this.checked;
    if (box) this.checked = this.type === "radio" || !before;
    const went = this.dispatchEvent(new Event("click", { bubbles: true, cancelable: true, detail: 1, button: 0 }));
    if (box && !went) this.dirtyChecked = before;
    else if (box && before !== this.checked) for (const kind of ["input", "change"]) this.dispatchEvent(new Event(kind, { bubbles: true }));
    if (went) this.afterClick();
  },
  afterClick() {
    const holder = this.closest("button, input, label, summary");
    if (!holder) return;
    if (isButton(holder) && holder.form) ({ submit: () => holder.form.requestSubmit(holder), reset: () => holder.form.reset() })[holder.type]?.();
    else if (holder.localName === "label" && holder.control && !holder.control.contains(this)) holder.control.click();
    else if (holder.localName === "summary" && holder.parentNode?.localName === "details") {
      holder.parentNode.open = !holder.parentNode.open;
      holder.parentNode.dispatchEvent(new Event("toggle"));
    }
  },
};

/** What a form would send. */
export class FormData {
  #pairs = [];
  constructor(form) {
    for (const e of form?.elements ?? []) {
      const idle = !e.name || e.disabled || isButton(e) || (["checkbox", "radio"].includes(e.type) && !e.checked);
      if (!idle && e.localName !== "fieldset") this.#pairs.push([e.name, e.value]);
    }
  }
  get(name) { return this.#pairs.find(([n]) => n === name)?.[1] ?? null; }
  getAll(name) { return this.#pairs.filter(([n]) => n === name).map(([, v]) => v); }
  has(name) { return this.#pairs.some(([n]) => n === name); }
  append(name, value) { this.#pairs.push([name, String(value)]); }
  set(name, value) { this.delete(name); this.append(name, value); }
  delete(name) { this.#pairs = this.#pairs.filter(([n]) => n !== name); }
  entries() { return this.#pairs[Symbol.iterator](); }
  keys() { return this.#pairs.map(([n]) => n)[Symbol.iterator](); }
  values() { return this.#pairs.map(([, v]) => v)[Symbol.iterator](); }
  forEach(f) { this.#pairs.forEach(([n, v]) => f(v, n, this)); }
  [Symbol.iterator]() { return this.entries(); }
}
