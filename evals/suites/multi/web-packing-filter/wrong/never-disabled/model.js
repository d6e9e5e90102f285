/** Things to pack: { name, packed }, kept in a storage like localStorage. */
export class PackingList {
  constructor(storage) {
    this.storage = storage;
    this.things = JSON.parse(storage.getItem("things") ?? "[]");
  }

  add(name) {
    const trimmed = name.trim();
    if (!trimmed) return;
    const known = this.things.find((thing) => thing.name.toLowerCase() === trimmed.toLowerCase());
    if (known) known.packed = false;
    else this.things.push({ name: trimmed, packed: false });
    this.save();
  }

  toggle(index) {
    this.things[index].packed = !this.things[index].packed;
    this.save();
  }

  /** Number of things that are not packed yet. */
  left() {
    return this.visible("open").length;
  }

  /** Things for the filter all, open or packed. */
  visible(filter) {
    return this.things.filter((thing) => filter === "all" || thing.packed === (filter === "packed"));
  }

  clearPacked() {
    this.things = this.visible("open");
    this.save();
  }

  save() {
    this.storage.setItem("things", JSON.stringify(this.things));
  }
}
