export class Bus {
  listeners = {};
  on(name, listener, once = false) {
    if (typeof listener !== "function") throw new TypeError("a listener must be a function");
    (this.listeners[name] ||= []).push({ listener, once });
  }
  once(name, listener) { this.on(name, listener, true); }
  off(name, listener) { this.listeners[name] = (this.listeners[name] || []).filter((e) => e.listener !== listener); }
  emit(name, payload) {
    const now = this.listeners[name] || [];
    this.listeners[name] = now.filter((e) => !e.once);
    now.forEach((e) => e.listener(payload));
    return now.length;
  }
  count(name) { return this.listeners[name]?.length ?? 0; }
}
