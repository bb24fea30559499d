/** Keys of a page: `data-key="j"` on a link or button is pressed by J, "ctrl+enter" by Ctrl Enter; ? lists them. */
import { keySheet } from "./_key-help";

let sheet: HTMLDialogElement | undefined;

document.addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const held = event.ctrlKey || event.metaKey;
  const typing = (event.target as Element).closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing && !held) return;
  if (event.key === "?") return explain(event);
  const key = (held ? "ctrl+" : "") + event.key.toLowerCase();
  const target = present().find((one) => one.dataset.key === key);
  if (!target) return;
  event.preventDefault();
  target.click();
});

function present(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => one.offsetParent !== null);
}

function explain(event: KeyboardEvent): void {
  event.preventDefault();
  sheet?.remove(); // the page may offer other keys by now
  const help = present().map((one): [string, string] => [shown(one.dataset.key ?? ""), words(one)]);
  sheet = document.body.appendChild(keySheet([...help, ["?", "看这张表"]]));
  sheet.showModal();
}

function shown(key: string): string {
  return key.split("+").map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(" ");
}

/** What the link or button says, without the key printed on it. */
function words(one: HTMLElement): string {
  const copy = one.cloneNode(true) as HTMLElement;
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return (copy.textContent ?? "").trim();
}
