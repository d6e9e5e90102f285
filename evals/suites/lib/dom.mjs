// A small document for pages with scripts: node dom.mjs < {"tree", "scripts", "steps", "folder"} > [results of the steps]
// Steps (page.py says what they give): click, type, key, check, choose, submit, wait, reload-free looks at text, texts, html,
// value, checked, count, disabled, hidden, attribute, style, focused, stored, dialogs, and eval.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import vm from "node:vm";
import { Event, Target } from "./dom_events.mjs";
import { FormData } from "./dom_forms.mjs";
import { Element, Fragment, Node, Text } from "./dom_nodes.mjs";

const { tree, scripts, steps, folder, stored = {} } = JSON.parse(readFileSync(0, "utf8"));

class Document extends Node {
  nodeType = 9;
  activeElement = null;
  readyState = "loading";
  cookie = "";
  get documentElement() { return this.querySelector("html") ?? this.children[0]; }
  get body() { return this.querySelector("body") ?? this.documentElement; }
  get head() { return this.querySelector("head") ?? this.documentElement; }
  get title() { return this.querySelector("title")?.textContent ?? ""; }
  set title(text) { const title = this.querySelector("title"); if (title) title.textContent = text; }
  get forms() { return this.querySelectorAll("form"); }
  getElementById(id) { return this.descendants().find((e) => e.id === String(id)) ?? null; }
  getElementsByName(name) { return this.descendants().filter((e) => e.name === name); }
  createElement(tag) { return new Element(this, tag); }
  createElementNS(_, tag) { return new Element(this, tag); }
  createTextNode(text) { return new Text(this, text); }
  createDocumentFragment() { return new Fragment(this); }
  createEvent() { return { initEvent(type, bubbles) { Object.assign(this, new Event(type, { bubbles })); } }; }
  importNode(node, deep) { return node.cloneNode(deep); }
  build(children) { return children.map((c) => (typeof c === "string" ? new Text(this, c) : this.grow(c))); }
  grow(plain, parent = null) {
    const element = new Element(this, plain.tag, plain.attributes);
    parent?.appendChild(element);
    const home = element.content ?? element;
    for (const child of plain.children ?? []) {
      if (typeof child === "string") home.appendChild(new Text(this, child));
      else this.grow(child, home);
    }
    if (plain.script !== undefined && parent) load(scripts[plain.script], element);
    return element;
  }
  compile(code) { const run = vm.runInContext(`(function (event) { ${code}\n })`, context); return run; }
}

// Time stands still but in "wait" steps.
const clock = { now: 0, next: 1, jobs: new Map() };
const later = (every) => (job, delay = 0, ...rest) => {
  const run = typeof job === "string" ? () => vm.runInContext(job, context) : () => job(...rest);
  clock.jobs.set(clock.next, { at: clock.now + Math.max(0, Number(delay) || 0), every: every && Math.max(1, Number(delay) || 0), run });
  return clock.next++;
};
const settle = () => new Promise((done) => setImmediate(() => setImmediate(done)));
async function pass(milliseconds) {
  const end = clock.now + milliseconds;
  for (let i = 0; i < 10_000; i++) {
    await settle();
    const due = [...clock.jobs].filter(([, j]) => j.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
    if (!due) break;
    const [id, job] = due;
    clock.now = Math.max(clock.now, job.at);
    if (job.every) job.at += job.every; else clock.jobs.delete(id);
    job.run();
  }
  clock.now = end;
  await settle();
}

function storage(initial) {
  const data = new Map(Object.entries(initial));
  const methods = {
    getItem: (k) => data.get(String(k)) ?? null, setItem: (k, v) => { data.set(String(k), String(v)); }, removeItem: (k) => { data.delete(String(k)); },
    clear: () => data.clear(), key: (i) => [...data.keys()][i] ?? null,
  };
  return new Proxy(methods, {
    get: (_, k) => (k === "length" ? data.size : methods[k] ?? data.get(k)), set: (_, k, v) => { data.set(k, String(v)); return true; },
    has: (_, k) => data.has(k), deleteProperty: (_, k) => data.delete(k), ownKeys: () => [...data.keys()],
    getOwnPropertyDescriptor: (_, k) => (data.has(k) ? { value: data.get(k), enumerable: true, configurable: true } : undefined),
  });
}

const document = new Document();
document.ownerDocument = document;
const said = [];
const dialog = (answer) => (text = "") => { said.push(String(text)); return answer; };
class Window extends Target {}
const target = new Window();
const RealDate = Date;
class PageDate extends RealDate {
  constructor(...given) { given.length ? super(...given) : super(PageDate.now()); }
  static now() { return RealDate.UTC(2030, 0, 1) + clock.now; }
}
const local = storage(stored);
const context = vm.createContext({
  document, Event, CustomEvent: Event, MouseEvent: Event, KeyboardEvent: Event, InputEvent: Event, SubmitEvent: Event, FormData, Node,
  Element, HTMLElement: Element, HTMLInputElement: Element, HTMLFormElement: Element, HTMLButtonElement: Element, DocumentFragment: Fragment,
  console: { log() {}, error() {}, warn() {}, info() {}, debug() {}, table() {} }, localStorage: local, sessionStorage: storage({}),
  setTimeout: later(false), setInterval: later(true), requestAnimationFrame: (f) => later(false)(() => f(clock.now), 16),
  clearTimeout: (id) => { clock.jobs.delete(id); }, clearInterval: (id) => { clock.jobs.delete(id); }, cancelAnimationFrame: (id) => { clock.jobs.delete(id); },
  queueMicrotask, structuredClone, URL, URLSearchParams, TextEncoder, TextDecoder, AbortController, Intl, Date: PageDate,
  performance: { now: () => clock.now }, crypto: globalThis.crypto, navigator: { language: "en", clipboard: { writeText: async (t) => { said.push(String(t)); } } },
  location: { href: "http://localhost/", pathname: "/", search: "", hash: "", reload() {}, assign() {} }, history: { pushState() {}, replaceState() {} },
  alert: dialog(undefined), confirm: dialog(true), prompt: dialog(null), scrollTo() {}, innerWidth: 1024, innerHeight: 768,
  matchMedia: (media) => ({ media, matches: false, addEventListener() {}, removeEventListener() {} }), getComputedStyle: (e) => e.style,
  IntersectionObserver: class { observe() {} unobserve() {} disconnect() {} }, MutationObserver: class { observe() {} disconnect() {} },
});
context.window = context.self = context.globalThis = context;
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) context[name] = target[name].bind(target);
document.defaultView = target;

const waiting = [];
function load(script, element) {
  if (script.kind === "data") return;
  if (script.kind === "classic") {
    document.currentScript = element;
    vm.runInContext(script.text, context, { filename: script.name });
    document.currentScript = null;
  } else waiting.push(script);
}

const modules = new Map();
async function moduleAt(path, text) {
  if (!modules.has(path)) modules.set(path, new vm.SourceTextModule(text ?? readFileSync(path, "utf8"), { context, identifier: path }));
  return modules.get(path);
}
async function runModule({ name, text }) {
  const module = await moduleAt(resolve(folder, name), text);
  await module.link((specifier, from) => moduleAt(resolve(dirname(from.identifier), specifier)));
  await module.evaluate();
}

for (const child of tree.children ?? []) if (typeof child !== "string") document.grow(child, document);
document.readyState = "interactive";
for (const script of waiting) script.kind === "module" ? await runModule(script) : vm.runInContext(script.text, context, { filename: script.name });
const announce = (at, kind, bubbles = false) => at.dispatchEvent(new Event(kind, { bubbles }));
announce(document, "DOMContentLoaded", true);
document.readyState = "complete";
announce(target, "load");
context.onload?.();
const inline = document.body?.getAttribute?.("onload");
if (inline) document.compile(inline).call(context);
await pass(0);

const find = (selector) => {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
};
const squeeze = (e) => e.textContent.replace(/\s+/g, " ").trim();
const shown = (e) => { for (let at = e; at?.nodeType === 1; at = at.parentNode) if (at.hidden || at.style.display === "none") return false; return true; };
const tell = (e, kind, more = {}) => e.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true, ...more }));
const doing = {
  click: (s) => { const e = find(s); if (!e.disabled && ["input", "button", "select", "textarea"].includes(e.localName)) e.focus(); e.click(); },
  type: (s, text) => { const e = find(s); e.focus(); e.value = text; tell(e, "input", { data: text }); tell(e, "keyup", { key: text.slice(-1) }); tell(e, "change"); },
  key: (s, key, more) => {
    const e = find(s);
    const went = tell(e, "keydown", { key, code: key, ...more });
    if (went && key === "Enter" && e.localName === "input" && e.form) e.form.requestSubmit();
    if (went && key === "Enter" && ["button", "a", "summary"].includes(e.localName)) e.click();
    tell(e, "keyup", { key, code: key, ...more });
    return went;
  },
  check: (s, on = true) => { const e = find(s); if (e.checked !== on) e.click(); },
  choose: (s, value) => { const e = find(s); e.value = value; tell(e, "input"); tell(e, "change"); },
  fire: (s, kind) => tell(find(s), kind),
  submit: (s) => tell(find(s), "submit"),
  wait: (milliseconds) => pass(milliseconds),
  text: (s) => find(s).textContent.trim(), texts: (s) => document.querySelectorAll(s).map(squeeze), html: (s) => find(s).innerHTML,
  value: (s) => find(s).value, values: (s) => document.querySelectorAll(s).map((e) => e.value), checked: (s) => Boolean(find(s).checked),
  count: (s) => document.querySelectorAll(s).length, disabled: (s) => Boolean(find(s).disabled), hidden: (s) => !shown(find(s)),
  shown: (s) => document.querySelectorAll(s).filter(shown).map(squeeze), attribute: (s, name) => find(s).getAttribute(name),
  attributes: (s, name) => document.querySelectorAll(s).map((e) => e.getAttribute(name)), style: (s, name) => find(s).style.getPropertyValue(name),
  focused: (s) => document.activeElement === find(s), stored: (key) => local.getItem(key), dialogs: () => said, eval: (code) => vm.runInContext(code, context),
};
const results = [];
for (const [what, ...rest] of steps) {
  if (!doing[what]) throw new Error(`there is no step ${what}`);
  results.push(JSON.parse(JSON.stringify((await doing[what](...rest)) ?? null)));  // as it is now, whatever comes later
  if (what !== "wait") await pass(0);
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
