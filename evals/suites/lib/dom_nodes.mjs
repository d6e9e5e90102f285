// Nodes of the small document. Layout and painting are not there: boxes are empty, computed styles are the inline ones.
import { Event, Target } from "./dom_events.mjs";
import { controls } from "./dom_forms.mjs";
import { escape, parseMarkup, VOID } from "./dom_markup.mjs";
import { fits, parse } from "./dom_selectors.mjs";

export class Node extends Target {
  parentNode = null;
  childNodes = [];
  constructor(document) { super(); this.ownerDocument = document; }
  get parentElement() { return this.parentNode?.nodeType === 1 ? this.parentNode : null; }
  get firstChild() { return this.childNodes[0] ?? null; }
  get lastChild() { return this.childNodes.at(-1) ?? null; }
  get nextSibling() { return this.#beside(this.parentNode?.childNodes, 1); }
  get previousSibling() { return this.#beside(this.parentNode?.childNodes, -1); }
  get nextElementSibling() { return this.#beside(this.parentNode?.children, 1); }
  get previousElementSibling() { return this.#beside(this.parentNode?.children, -1); }
  #beside(all, by) { return all?.[all.indexOf(this) + by] ?? null; }
  get children() { return this.childNodes.filter((c) => c.nodeType === 1); }
  get firstElementChild() { return this.children[0] ?? null; }
  get lastElementChild() { return this.children.at(-1) ?? null; }
  get childElementCount() { return this.children.length; }
  get isConnected() { return this.getRootNode() === this.ownerDocument; }
  get textContent() { return this.childNodes.map((c) => (c.nodeType === 8 ? "" : c.textContent)).join(""); }
  set textContent(text) { this.replaceChildren(...(text === null || text === "" ? [] : [String(text)])); }
  getRootNode() { let at = this; while (at.parentNode) at = at.parentNode; return at; }
  contains(other) { for (let at = other; at; at = at.parentNode) if (at === this) return true; return false; }
  hasChildNodes() { return this.childNodes.length > 0; }

  insertBefore(child, place) {
    if (child.nodeType === 11) { for (const c of [...child.childNodes]) this.insertBefore(c, place); return child; }
    if (!(child instanceof Node)) throw new TypeError("parameter 1 is not of type 'Node'");
    if (child.contains(this)) throw new Error("HierarchyRequestError: the new child contains the parent");
    child.remove();
    const at = place ? this.childNodes.indexOf(place) : this.childNodes.length;
    if (at < 0) throw new Error("NotFoundError: the node before which to insert is not a child of this node");
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) { return this.insertBefore(child, null); }
  removeChild(child) {
    if (child.parentNode !== this) throw new Error("NotFoundError: the node to be removed is not a child of this node");
    child.remove();
    return child;
  }
  replaceChild(fresh, old) { this.insertBefore(fresh, old); return this.removeChild(old); }
  remove() {
    if (!this.parentNode) return;
    this.parentNode.childNodes = this.parentNode.childNodes.filter((c) => c !== this);
    this.parentNode = null;
  }
  #nodes(items) { return items.map((i) => (i instanceof Node ? i : this.#doc.createTextNode(i))); }
  get #doc() { return this.ownerDocument ?? this; }
  append(...items) { for (const node of this.#nodes(items)) this.appendChild(node); }
  prepend(...items) { const first = this.firstChild; for (const node of this.#nodes(items)) this.insertBefore(node, first); }
  before(...items) { for (const node of this.#nodes(items)) this.parentNode.insertBefore(node, this); }
  after(...items) { const next = this.nextSibling; for (const node of this.#nodes(items)) this.parentNode.insertBefore(node, next); }
  replaceWith(...items) { this.before(...items); this.remove(); }
  replaceChildren(...items) { for (const child of [...this.childNodes]) child.remove(); this.append(...items); }
  descendants() { return this.children.flatMap((c) => [c, ...c.descendants()]); }
  querySelectorAll(selector) { const list = parse(String(selector)); return this.descendants().filter((e) => fits(e, list, this)); }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  getElementsByClassName(names) { return this.querySelectorAll(names.trim().split(/\s+/).map((n) => `.${n}`).join("")); }
  getElementsByTagName(tag) { return this.querySelectorAll(tag); }
}

export class Text extends Node {
  nodeType = 3;
  nodeName = "#text";
  constructor(document, data) { super(document); this.data = String(data); }
  get textContent() { return this.data; }
  set textContent(text) { this.data = String(text); }
  get nodeValue() { return this.data; }
  set nodeValue(text) { this.data = String(text); }
  get outerHTML() { return ["script", "style"].includes(this.parentNode?.localName) ? this.data : escape(this.data); }
  cloneNode() { return new Text(this.ownerDocument, this.data); }
}

export class Fragment extends Node {
  nodeType = 11;
  getElementById(id) { return this.descendants().find((e) => e.id === id) ?? null; }
  cloneNode(deep) { return copyChildren(this, new Fragment(this.ownerDocument), deep); }
}

function copyChildren(from, to, deep) {
  if (deep) for (const child of from.childNodes) to.appendChild(child.cloneNode(true));
  return to;
}

const kebab = (name) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
const REFLECTED = { id: "id", className: "class", title: "title", href: "href", src: "src", alt: "alt", name: "name", rel: "rel", lang: "lang",
  placeholder: "placeholder", htmlFor: "for", min: "min", max: "max", step: "step", role: "role", target: "target", scope: "scope",
  ariaLabel: "aria-label", ariaExpanded: "aria-expanded", ariaPressed: "aria-pressed", ariaHidden: "aria-hidden", ariaSelected: "aria-selected", ariaLive: "aria-live" };
const FLAGS = { hidden: "hidden", required: "required", open: "open", multiple: "multiple", autofocus: "autofocus", readOnly: "readonly" };

export class Element extends Node {
  nodeType = 1;
  constructor(document, tag, attributes = {}) {
    super(document);
    this.localName = tag.toLowerCase();
    this.tagName = this.nodeName = tag.toUpperCase();
    this.attributeMap = { ...attributes };
    if (this.localName === "template") this.content = new Fragment(document);
  }
  get attributes() { return Object.entries(this.attributeMap).map(([name, value]) => ({ name, value })); }
  getAttribute(name) { return this.attributeMap[name.toLowerCase()] ?? null; }
  setAttribute(name, value) { this.attributeMap[name.toLowerCase()] = String(value); }
  removeAttribute(name) { delete this.attributeMap[name.toLowerCase()]; }
  hasAttribute(name) { return name.toLowerCase() in this.attributeMap; }
  getAttributeNames() { return Object.keys(this.attributeMap); }
  toggleAttribute(name, on = !this.hasAttribute(name)) { on ? this.setAttribute(name, "") : this.removeAttribute(name); return on; }
  get classList() {
    const list = () => this.className.split(/\s+/).filter(Boolean);
    const set = (names) => { this.className = [...new Set(names)].join(" "); };
    return {
      get length() { return list().length; }, [Symbol.iterator]: () => list()[Symbol.iterator](), item: (i) => list()[i] ?? null,
      contains: (c) => list().includes(c), add: (...cs) => set([...list(), ...cs]),
      remove: (...cs) => set(list().filter((c) => !cs.includes(c))), forEach: (f) => list().forEach(f), toString: () => this.className,
      toggle: (c, on = !list().includes(c)) => { set(on ? [...list(), c] : list().filter((x) => x !== c)); return Boolean(on); },
      replace: (a, b) => { const had = list().includes(a); set(list().map((c) => (c === a ? b : c))); return had; },
    };
  }
  get dataset() {
    return new Proxy({}, {
      get: (_, key) => (typeof key === "string" ? this.getAttribute(`data-${kebab(key)}`) ?? undefined : undefined),
      set: (_, key, value) => { this.setAttribute(`data-${kebab(key)}`, value); return true; },
      has: (_, key) => this.hasAttribute(`data-${kebab(key)}`),
      deleteProperty: (_, key) => { this.removeAttribute(`data-${kebab(key)}`); return true; },
      ownKeys: () => Object.keys(this.attributeMap).filter((n) => n.startsWith("data-")).map((n) => n.slice(5).replace(/-(\w)/g, (_, c) => c.toUpperCase())),
      getOwnPropertyDescriptor: (_, key) => ({ value: this.getAttribute(`data-${kebab(key)}`), enumerable: true, configurable: true }),
    });
  }
  get style() {
    const read = () => Object.fromEntries((this.getAttribute("style") ?? "").split(";").map((d) => d.split(/:(.*)/s).map((s) => s.trim())).filter((d) => d[0] && d[1]));
    const write = (name, value) => {
      const all = read();
      if (value === "" || value === null || value === undefined) delete all[name]; else all[name] = String(value);
      this.attributeMap.style = Object.entries(all).map(([k, v]) => `${k}: ${v}`).join("; ");
    };
    const css = (key) => (key === "cssFloat" ? "float" : key.startsWith("--") ? key : kebab(key));
    const methods = { setProperty: (n, v) => write(n, v), getPropertyValue: (n) => read()[n] ?? "", removeProperty: (n) => write(n, "") };
    return new Proxy(methods, {
      get: (_, key) => (key === "cssText" ? this.getAttribute("style") ?? "" : methods[key] ?? read()[css(String(key))] ?? ""),
      set: (_, key, value) => { key === "cssText" ? this.setAttribute("style", value) : write(css(key), value); return true; },
    });
  }
  set style(text) { this.setAttribute("style", text); }
  get innerHTML() { return (this.content ?? this).childNodes.map((c) => c.outerHTML).join(""); }
  set innerHTML(html) { (this.content ?? this).replaceChildren(...this.ownerDocument.build(parseMarkup(String(html)))); }
  get outerHTML() {
    const attributes = this.attributes.map(({ name, value }) => ` ${name}="${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`).join("");
    return `<${this.localName}${attributes}>${VOID.has(this.localName) ? "" : `${this.innerHTML}</${this.localName}>`}`;
  }
  insertAdjacentHTML(where, html) { this.#beside(where, this.ownerDocument.build(parseMarkup(String(html)))); }
  insertAdjacentElement(where, element) { this.#beside(where, [element]); return element; }
  insertAdjacentText(where, text) { this.#beside(where, [text]); }
  #beside(where, nodes) {
    const how = { beforebegin: "before", afterbegin: "prepend", beforeend: "append", afterend: "after" }[where.toLowerCase()];
    this[how](...nodes);
  }
  get innerText() { return this.textContent; }
  set innerText(text) { this.textContent = text; }
  matches(selector) { return fits(this, parse(selector)); }
  closest(selector) { const list = parse(selector); for (let at = this; at?.nodeType === 1; at = at.parentNode) if (fits(at, list)) return at; return null; }
  cloneNode(deep = false) {
    const copy = new Element(this.ownerDocument, this.localName, this.attributeMap);
    if (this.content && deep) copyChildren(this.content, copy.content, true);
    return copyChildren(this, copy, deep);
  }
  focus() { this.ownerDocument.activeElement = this; this.dispatchEvent(new Event("focus")); this.dispatchEvent(new Event("focusin", { bubbles: true })); }
  blur() { this.ownerDocument.activeElement = this.ownerDocument.body; this.dispatchEvent(new Event("blur")); this.dispatchEvent(new Event("focusout", { bubbles: true })); }
  getBoundingClientRect() { return { x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0 }; }
  scrollIntoView() {}
  scrollTo() {}
  animate() { return { finished: Promise.resolve(), cancel() {} }; }
  inlineListener(type) { return this.hasAttribute(`on${type}`) ? this.ownerDocument.compile(this.getAttribute(`on${type}`)) : null; }
  get tabIndex() { return Number(this.getAttribute("tabindex") ?? -1); }
  set tabIndex(value) { this.setAttribute("tabindex", value); }
}

for (const [property, attribute] of Object.entries(REFLECTED)) {
  Object.defineProperty(Element.prototype, property, {
    get() { return this.getAttribute(attribute) ?? (property.startsWith("aria") ? null : ""); },
    set(value) { this.setAttribute(attribute, value); }, configurable: true,
  });
}
for (const [property, attribute] of Object.entries(FLAGS)) {
  Object.defineProperty(Element.prototype, property, {
    get() { return this.hasAttribute(attribute); }, set(on) { this.toggleAttribute(attribute, Boolean(on)); }, configurable: true,
  });
}
Object.defineProperties(Element.prototype, Object.getOwnPropertyDescriptors(controls));
