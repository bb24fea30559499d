/** The sheet that `?` shows: which keys a page answers to. */
import { make } from "./_page";

export function keySheet(help: [string, string][]): HTMLDialogElement {
  const sheet = make("dialog");
  sheet.setAttribute("aria-label", "快捷键");
  const list = make("dl", "ty-dl");
  for (const [keys, words] of help) {
    const term = make("dt");
    term.append(make("kbd", "", keys));
    list.append(term, make("dd", "", words));
  }
  const close = make("form");
  close.method = "dialog";
  close.append(make("button", "btn btn-plain btn-small mt-4", "知道了"));
  sheet.append(make("h2", "", "快捷键"), list, close);
  return sheet;
}
