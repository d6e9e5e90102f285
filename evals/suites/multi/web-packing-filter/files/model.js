/** Things to pack: { name, packed }, kept in a storage like localStorage. */
export class PackingList {
  constructor(storage) {
    this.storage = storage;
    this.things = JSON.parse(storage.getItem("things") ?? "[]");
  }

  add(name) {
    const trimmed = name.trim();
    if (!trimmed) return;
    this.things.push({ name: trimmed, packed: false });
    this.save();
  }

  toggle(index) {
    this.things[index].packed = !this.things[index].packed;
    this.save();
  }

  save() {
    this.storage.setItem("things", JSON.stringify(this.things));
  }
}
