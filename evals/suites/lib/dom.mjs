// A small document for pages with scripts: node dom.mjs < {"tree", "scripts", "steps"} > [results of the steps]
// Steps: ["click", selector], ["type", selector, text], ["text", selector], ["value", selector], ["count", selector].
import { readFileSync } from "node:fs";
import vm from "node:vm";

class Element {
  constructor({ tag, attributes, children }, parent) {
    this.tagName = tag.toUpperCase();
    this.attributes = attributes ?? {};
    this.parentNode = this.parentElement = parent ?? null;
    this.childNodes = (children ?? []).map((c) => (typeof c === "string" ? c : new Element(c, this)));
    this.listeners = {};
    this.style = {};
    this.dataset = {};
    for (const [key, value] of Object.entries(this.attributes)) {
      if (key.startsWith("data-")) this.dataset[key.slice(5)] = value;
    }
    this.value = this.attributes.value ?? (tag === "textarea" ? this.textContent : "");
    this.disabled = "disabled" in this.attributes;
    this.checked = "checked" in this.attributes;
  }
  get children() { return this.childNodes.filter((c) => c instanceof Element); }
  get id() { return this.attributes.id ?? ""; }
  set id(value) { this.attributes.id = value; }
  get className() { return this.attributes.class ?? ""; }
  set className(value) { this.attributes.class = value; }
  get classList() {
    const list = () => this.className.split(/\s+/).filter(Boolean);
    return {
      contains: (c) => list().includes(c),
      add: (...cs) => { this.className = [...new Set([...list(), ...cs])].join(" "); },
      remove: (...cs) => { this.className = list().filter((c) => !cs.includes(c)).join(" "); },
      toggle: (c, on = !list().includes(c)) => { on ? this.classList.add(c) : this.classList.remove(c); return on; },
    };
  }
  get textContent() { return this.childNodes.map((c) => (typeof c === "string" ? c : c.textContent)).join(""); }
  set textContent(text) { this.childNodes = [String(text)]; }
  get innerText() { return this.textContent; }
  set innerText(text) { this.textContent = text; }
  get innerHTML() { return this.textContent; }
  set innerHTML(text) { this.textContent = String(text).replace(/<[^>]*>/g, ""); }
  getAttribute(name) { return this.attributes[name] ?? null; }
  setAttribute(name, value) { this.attributes[name] = String(value); }
  removeAttribute(name) { delete this.attributes[name]; }
  hasAttribute(name) { return name in this.attributes; }
  appendChild(child) { this.childNodes.push(child); if (child instanceof Element) child.parentNode = this; return child; }
  append(...children) { children.forEach((c) => this.appendChild(c)); }
  remove() { const home = this.parentNode; if (home) home.childNodes = home.childNodes.filter((c) => c !== this); }
  removeChild(child) { child.remove(); return child; }
  addEventListener(kind, listener) { (this.listeners[kind] ??= []).push(listener); }
  removeEventListener(kind, listener) { this.listeners[kind] = (this.listeners[kind] ?? []).filter((l) => l !== listener); }
  focus() {}
  click() { if (!this.disabled) fire(this, "click"); }
  all() { return this.children.flatMap((c) => [c, ...c.all()]); }
  matches(selector) {
    return selector.split(",").some((one) => {
      const parts = one.trim().match(/[#.]?[\w-]+|\[[^\]]+\]/g) ?? [];
      return !/[\s>+~]/.test(one.trim()) && parts.length > 0 && parts.every((part) => {
        if (part[0] === "#") return this.id === part.slice(1);
        if (part[0] === ".") return this.classList.contains(part.slice(1));
        if (part[0] === "[") {
          const [name, value] = part.slice(1, -1).split("=");
          return value === undefined ? this.hasAttribute(name) : this.getAttribute(name) === value.replace(/["']/g, "");
        }
        return this.tagName === part.toUpperCase();
      });
    });
  }
  querySelectorAll(selector) {
    const last = selector.trim().split(/\s+|>/).pop();  // only the last part of a path counts
    return this.all().filter((e) => e.matches(selector.includes(",") ? selector : last));
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  closest(selector) { return this.matches(selector) ? this : this.parentNode?.closest?.(selector) ?? null; }
}

function fire(target, kind) {
  let prevented = false;
  const event = { type: kind, target, currentTarget: target, key: "", stopPropagation() {},
    preventDefault() { prevented = true; }, get defaultPrevented() { return prevented; } };
  for (let at = target; at; at = at.parentNode) {
    event.currentTarget = at;
    for (const listener of [...(at.listeners?.[kind] ?? [])]) (listener.handleEvent ?? listener).call(at, event);
    if (typeof at[`on${kind}`] === "function") at[`on${kind}`](event);
    const inline = at.attributes?.[`on${kind}`];
    if (inline) vm.runInContext(`(function (event) { ${inline} })`, context).call(at, event);
  }
}

const { tree, scripts, steps } = JSON.parse(readFileSync(0, "utf8"));
const document = new Element(tree);
document.getElementById = (id) => document.all().find((e) => e.id === id) ?? null;
document.getElementsByClassName = (name) => document.querySelectorAll(`.${name}`);
document.getElementsByTagName = (name) => document.querySelectorAll(name);
document.createElement = (tag) => new Element({ tag });
document.createTextNode = (text) => String(text);
document.readyState = "loading";
document.body = document.querySelector("body") ?? document;
document.documentElement = document.querySelector("html") ?? document;
const stored = {};
const storage = { getItem: (k) => stored[k] ?? null, setItem: (k, v) => { stored[k] = String(v); }, removeItem: (k) => { delete stored[k]; } };
const context = vm.createContext({
  document, console: { log() {}, error() {}, warn() {} }, localStorage: storage, setTimeout: (f) => f(), Event: class {},
});
context.window = context;
context.addEventListener = (kind, listener) => document.addEventListener(kind, listener);
for (const script of scripts) vm.runInContext(script, context);
document.readyState = "complete";
for (const kind of ["DOMContentLoaded", "load"]) fire(document, kind);
if (typeof context.onload === "function") context.onload();

const find = (selector) => {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
};
const doing = {
  click: (s) => find(s).click(),
  type: (s, text) => { find(s).value = text; fire(find(s), "input"); fire(find(s), "change"); },
  submit: (s) => fire(find(s), "submit"),
  text: (s) => find(s).textContent.trim(),
  value: (s) => find(s).value,
  count: (s) => document.querySelectorAll(s).length,
  disabled: (s) => Boolean(find(s).disabled),
};
process.stdout.write(JSON.stringify(steps.map(([what, ...rest]) => doing[what](...rest) ?? null)));
