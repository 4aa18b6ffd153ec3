// What stands in people's way on the page, one line each: no title, more or
// fewer than one h1, a page wider than the window, text with a contrast below
// 4.5:1 (WCAG 2.2, success criterion 1.4.3), an input without a label, and what
// takes the focus without showing it. It opens all details first.
(() => {
  const found = new Set();
  const named = (e) => `${e.tagName.toLowerCase()} “${(e.innerText || e.value || e.getAttribute("aria-label") || e.id).trim().slice(0, 40)}”`;
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const numbers = (color) => color.match(/[\d.]+/g).map(Number); // "rgb(1, 2, 3)" or "rgba(1, 2, 3, 0.4)"
  const over = ([r, g, b, alpha = 1], ground) => [r, g, b].map((c, n) => c * alpha + ground[n] * (1 - alpha));
  const ground = (e) => (e ? over(numbers(getComputedStyle(e).backgroundColor), ground(e.parentElement)) : [255, 255, 255]);
  const light = (color) => color.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);

  const checkContrast = (e, part) => {
    const behind = ground(e);
    const [dark, bright] = [behind, over(numbers(getComputedStyle(e, part).color), behind)].map(light).sort((a, b) => a - b);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < 4.5) found.add(`${named(e)} has a contrast of ${contrast.toFixed(2)}`);
  };

  document.querySelectorAll("details").forEach((e) => { e.open = true; });
  if (!document.title) found.add("no title");
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) found.add(`${headings} h1`);
  const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wider > 0) found.add(`${wider} pixels wider than the window`);

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const e = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && range.getClientRects().length > 0 && shown(e)) checkContrast(e);
  }
  for (const e of [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(shown)) {
    checkContrast(e, e.placeholder && !e.value ? "::placeholder" : undefined);
    if (e.labels.length === 0 && !e.ariaLabel) found.add(`${named(e)} ${e.name} has no label`);
  }
  for (const e of [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(shown)) {
    e.focus();
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(e);
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && numbers(outlineColor)[3] !== 0;
    if (document.activeElement !== e || !seen) found.add(`${named(e)} does not show that it has the focus`);
  }
  document.activeElement.blur();
  return [...found].join("\n");
})()
