import { DEFAULTS } from "./src/editor.js";
import { Settings } from "./src/settings.js";

const settings = new Settings(DEFAULTS);
export const size: number = settings.get("fontSize");
export const theme: "light" | "dark" = settings.get("theme");
settings.set("theme", "dark");
settings.load({ fontSize: 3 });
settings.reset();
settings.reset("rulers");
const remove: () => void = settings.onChange("fontSize", (value, old) => {
  const sum: number = value + old;
  void sum;
});
remove();
export const saved: Partial<{ fontSize: number; theme: "light" | "dark"; rulers: number[] }> = settings.toJSON();
// @ts-expect-error no such key
settings.get("colour");
// @ts-expect-error not a value of that key
settings.set("theme", "blue");
// @ts-expect-error not the type of that key
settings.set("fontSize", "12");
// @ts-expect-error the listener gets a number
settings.onChange("fontSize", (value: string) => value);
