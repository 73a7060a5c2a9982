// How nodes are made and kept: small tools that never parse text as markup.

/** A new element with a class and, if given, words (as text, never as markup). */
export function make(tag, className = "", words = null) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words !== null) element.textContent = words;
  return element;
}

/** A decorative picture from the page's own sprite. */
export function picture(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

/** Makes `parent` hold exactly `wanted`, in order, touching only what is out of place (so focus and scroll stay). */
export function keepInOrder(parent, wanted) {
  const kept = new Set(wanted);
  for (const node of [...parent.children]) if (!kept.has(node)) node.remove();
  wanted.forEach((node, place) => {
    const there = parent.children[place] ?? null;
    if (there !== node) parent.insertBefore(node, there);
  });
}

/** Whether the element is there to be seen and can hold the focus. */
export function canHoldFocus(element) {
  return Boolean(element?.isConnected && element.getClientRects().length && !element.disabled);
}
