import { DEFAULTS } from "./src/editor.js";
import { Settings } from "./src/settings.js";

const settings = new Settings(DEFAULTS);
export const size: number = settings.get("fontSize");
export const theme: "light" | "dark" = settings.get("theme");
settings.set("theme", "dark");
settings.onChange("fontSize", (value) => {
  void value;
});
// @ts-expect-error no such key
settings.get("colour");
// @ts-expect-error not a value of that key
settings.set("theme", "blue");
// @ts-expect-error not the type of that key
settings.set("fontSize", "12");
