// Which markup a message may carry: the server cleans it, and here it is built anew from an allow-list.
// No HTML parser of the browser ever sees the words, so nothing in them can load, run or be corrected into something else.

const ALLOWED = new Set(["b", "i", "u", "s", "code", "pre", "a", "blockquote", "span"]);
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;
const HREF = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const LINK = /^(https?:\/\/|tel:)/i;
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;
const SIGNS = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The message's markup as fresh nodes. What is not allowed loses its tag and keeps its words; only a good link keeps an attribute. */
export function safeNodes(html) {
  const built = document.createDocumentFragment();
  const open = [built];
  let read = 0;
  for (const tag of html.matchAll(TAG)) {
    open.at(-1).append(plain(html.slice(read, tag.index)));
    read = tag.index + tag[0].length;
    const name = tag[2].toLowerCase();
    if (!ALLOWED.has(name)) continue;
    if (tag[1]) close(open, name);
    else begin(open, name, tag[3]);
  }
  open.at(-1).append(plain(html.slice(read)));
  return built;
}

function begin(open, name, attributes) {
  const element = document.createElement(name);
  if (name === "a") link(element, attributes);
  open.at(-1).append(element);
  open.push(element);
}

function close(open, name) {
  const place = open.findLastIndex((element) => element.localName === name);
  if (place > 0) open.length = place;
}

function link(element, attributes) {
  const found = HREF.exec(attributes);
  const href = plain(found?.[1] ?? found?.[2] ?? "");
  if (!LINK.test(href)) return;
  element.setAttribute("href", href);
  if (href.toLowerCase().startsWith("tel:")) return;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
}

function plain(words) {
  return words.replace(ENTITY, (whole, name, decimal, hex) => {
    if (name) return SIGNS[name.toLowerCase()];
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
