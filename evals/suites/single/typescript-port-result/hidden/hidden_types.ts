import { parsePort, type Result } from "./src/port.js";

const result: Result<number> = parsePort("80");
if (result.ok) {
  const value: number = result.value;
  void value;
  // @ts-expect-error there is no error in a good result
  void result.error;
} else {
  const error: string = result.error;
  void error;
  // @ts-expect-error there is no value in a bad result
  void result.value;
}
export const text: Result<string> = { ok: true, value: "x" };
// @ts-expect-error the value has the type that was asked for
export const wrong: Result<string> = { ok: true, value: 1 };
// @ts-expect-error only text goes in
parsePort(80);
