export interface EditorSettings {
  fontSize: number;
  theme: "light" | "dark";
  rulers: number[];
}

export const DEFAULTS: EditorSettings = { fontSize: 14, theme: "light", rulers: [80, 120] };
