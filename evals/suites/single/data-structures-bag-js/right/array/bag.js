class Bag {
  constructor() {
    this.items = [];
  }
  add(item) {
    this.items.push(item);
    return this;
  }
  count(item) {
    return this.items.filter((x) => x === item).length;
  }
  get size() {
    return this.items.length;
  }
}

export { Bag };
