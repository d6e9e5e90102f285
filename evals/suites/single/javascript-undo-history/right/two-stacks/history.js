"use strict";
const clone = (v) => JSON.parse(JSON.stringify(v));
class History {
  #past = []; #now; #future = [];
  constructor(initial, { limit = 100 } = {}) { this.#now = clone(initial); this.limit = limit; }
  get current() { return clone(this.#now); }
  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }
  push(state) { this.#past.push(this.#now); this.#now = clone(state); this.#future = []; while (this.#past.length > this.limit) this.#past.shift(); }
  undo() { if (this.canUndo) { this.#future.push(this.#now); this.#now = this.#past.pop(); } return this.current; }
  redo() { if (this.canRedo) { this.#past.push(this.#now); this.#now = this.#future.pop(); } return this.current; }
  clear() { this.#past = []; this.#future = []; }
}
module.exports = { History };
