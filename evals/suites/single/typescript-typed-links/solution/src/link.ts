type Value = string | number;
type Query = Record<string, Value | undefined>;

type Names<Part extends string> = Part extends `:${infer Name}` ? Name : never;
type Parts<Pattern extends string> = Pattern extends `${infer First}/${infer Rest}` ? Names<First> | Parts<Rest> : Names<Pattern>;
type Needed<Name extends string> = Name extends `${string}?` ? never : Name;
type Optional<Name extends string> = Name extends `${infer Base}?` ? Base : never;
type Flat<T> = { [K in keyof T]: T[K] };

/** The parameters of a pattern such as "/users/:id/:tab?". */
export type Params<Pattern extends string> = Flat<
  { [K in Needed<Parts<Pattern>>]: Value } & { [K in Optional<Parts<Pattern>>]?: Value | undefined }
>;

type Arguments<Pattern extends string> = [Parts<Pattern>] extends [never]
  ? [query?: Query]
  : [Needed<Parts<Pattern>>] extends [never]
    ? [params?: Params<Pattern>, query?: Query]
    : [params: Params<Pattern>, query?: Query];

/** Builds the path of a pattern, with a query behind it. */
export function link<const Pattern extends string>(pattern: Pattern, ...rest: Arguments<Pattern>): string {
  const parts = pattern.split("/");
  const parameters = parts.some((part) => part.startsWith(":"));
  const [params = {}, query = {}] = (parameters ? rest : [{}, rest[0]]) as [Query?, Query?];
  const path = parts.flatMap((part) => {
    if (!part.startsWith(":")) return [part];
    const name = part.slice(1).replace(/\?$/, "");
    const value = params[name];
    if (value !== undefined) return [encodeURIComponent(value)];
    if (part.endsWith("?")) return [];
    throw new Error(`the parameter ${name} of ${pattern} is missing`);
  });
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  return path.join("/") + (pairs.length > 0 ? `?${pairs.join("&")}` : "");
}
