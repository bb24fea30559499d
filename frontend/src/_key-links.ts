/** Keys of a page: `data-key="j"` on a link or button is pressed by J, "ctrl+enter" by Ctrl Enter. */
document.addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const held = event.ctrlKey || event.metaKey;
  const typing = (event.target as Element).closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing && !held) return;
  const key = (held ? "ctrl+" : "") + event.key.toLowerCase();
  const targets = [...document.querySelectorAll<HTMLElement>("[data-key]")];
  const target = targets.find((one) => one.dataset.key === key && one.offsetParent !== null);
  if (!target) return;
  event.preventDefault();
  target.click();
});
