/** The line at the bottom of the window. */
export function statusLine(t, { user, files, minutes, messages }) {
  return [
    t("greeting", { name: user }),
    t("files", { count: files }),
    t("minutes", { count: minutes }),
    t("inbox", { count: messages }),
  ].join(" | ");
}
