/** Dark and elder mode, set before the first paint; a cookie tells the server, so pages without this script agree. */

type Mode = "dark" | "elder";

const root = document.documentElement;

function remembered(mode: Mode): boolean | undefined {
  const found = new RegExp(`(?:^|; )ty-${mode}=([01])`).exec(document.cookie);
  return found ? found[1] === "1" : undefined;
}

function show(mode: Mode, on: boolean): void {
  if (mode === "dark") {
    if (on) root.setAttribute("data-bs-theme", "dark");
    else root.removeAttribute("data-bs-theme");
  } else root.toggleAttribute("data-elder", on);
}

function isOn(mode: Mode): boolean {
  return mode === "dark" ? root.getAttribute("data-bs-theme") === "dark" : root.hasAttribute("data-elder");
}

function remember(mode: Mode, on: boolean): void {
  document.cookie = `ty-${mode}=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
}

for (const mode of ["dark", "elder"] as const) {
  const wanted = remembered(mode);
  if (wanted !== undefined) show(mode, wanted);
}

document.addEventListener("click", (event) => {
  const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>("a[data-display]");
  if (!link) return;
  event.preventDefault();
  const mode = link.dataset["display"] as Mode;
  const on = !isOn(mode);
  show(mode, on);
  remember(mode, on);
  link.setAttribute("href", link.href.replace(/=[01]/, on ? "=0" : "=1"));
  if (on) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
});
