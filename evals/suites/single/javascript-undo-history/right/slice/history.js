"use strict";

/**
 * Keeps the states of a document for undo and redo.
 *
 * `limit` is the number of changes that can be undone.
 */
class History {
  constructor(initial, { limit = 100 } = {}) {
    this.states = [initial];
    this.position = 0;
    this.limit = limit;
  }

  get current() {
    return this.states[this.position];
  }

  get canUndo() {
    return this.position > 0;
  }

  get canRedo() {
    return this.position < this.states.length - 1;
  }

  /** Remember a new state. */
  push(state) {
    this.states = this.states.slice(0, this.position + 1);
    this.states.push(state);
    this.position++;
    if (this.states.length > this.limit + 1) {
      this.states.shift();
      this.position--;
    }
  }

  /** Go one step back; returns the state, which is the same one if there is nothing to undo. */
  undo() {
    if (this.canUndo) this.position--;
    return this.current;
  }

  redo() {
    if (this.canRedo) this.position++;
    return this.current;
  }

  /** Forget everything but the current state. */
  clear() {
    this.states = [this.current];
    this.position = 0;
  }
}

module.exports = { History };
