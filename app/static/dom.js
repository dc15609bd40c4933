// Makes elements from nodes {t: tag, c: classes, a: attributes, v: CSS variables, k: children}.
// Text is set as text and never parsed; handlers cannot come with the data.
const SVG = "http://www.w3.org/2000/svg";
const SCHEMES = ["http:", "https:", "mailto:"];

function external(href) {
  return !href.startsWith("/") && !href.startsWith("#");
}

function allowed(href) {
  if (href.startsWith("#") || /^\/(?![\/\\])/.test(href)) return true;
  try {
    return SCHEMES.includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

function attribute(element, name, value) {
  if (/^on/i.test(name) || name === "style" || name === "srcdoc" || name === "src") return;
  if (name === "href") {
    if (!allowed(value)) return;
    if (external(value)) {
      element.setAttribute("target", "_blank");
      element.setAttribute("rel", "noopener noreferrer");
    }
  }
  if (value === true) element.setAttribute(name, "");
  else if (value !== false) element.setAttribute(name, String(value));
}

function build(node, inSvg) {
  if (typeof node === "string") return document.createTextNode(node);
  const svg = inSvg || node.t === "svg";
  const element = svg ? document.createElementNS(SVG, node.t) : document.createElement(node.t);
  if (node.c) element.setAttribute("class", node.c);
  for (const [name, value] of Object.entries(node.a || {})) attribute(element, name, value);
  for (const [name, value] of Object.entries(node.v || {})) element.style.setProperty("--" + name, String(value));
  for (const child of node.k || []) element.appendChild(build(child, svg));
  return element;
}

// A link of ours changes the address as a link should, and the app follows without loading anew.
function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const href = link.getAttribute("href");
  if (!/^\/(?![\/\\])/.test(href) || /^\/(api|id)\//.test(href)) return;
  event.preventDefault();
  if (href === location.pathname + location.search) return;
  const other = new URL(href, location.href).pathname !== location.pathname;
  history.pushState({}, "", href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  if (other) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

async function copy(event) {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copy failed";
  }
  setTimeout(() => (button.textContent = before), 1500);
}

// A picture of ours as pixels: drawn here from its own file, twice as fine as it stands on the page.
async function save(event) {
  const button = event.target.closest("button[data-png]");
  if (!button || !button.dataset.png.startsWith("/api/")) return;
  const before = button.textContent;
  try {
    const image = new Image();
    image.src = button.dataset.png;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#ffffff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(pixels);
    link.download = button.dataset.name || "picture.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch {
    button.textContent = "The picture could not be made";
    setTimeout(() => (button.textContent = before), 2500);
  }
}

// To a field of a form elsewhere on the page, out of whatever it is folded into.
function lead(event) {
  const button = event.target.closest("button[data-focus]");
  const place = button && document.querySelector("." + CSS.escape(button.dataset.focus));
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details"))
    if (!fold.open) fold.querySelector("summary").click();
  const field = place.querySelector("input, textarea, button");
  setTimeout(() => {
    field?.focus();
    place.scrollIntoView({ block: "center" });
  }, 60);
}

function clicked(event) {
  follow(event);
  copy(event);
  lead(event);
  save(event);
}

export default function ({ parentElement, data }) {
  let host = parentElement.querySelector(":scope > .tp-host");
  if (!host) {
    host = document.createElement("div");
    host.className = "tp-host";
    host.addEventListener("click", clicked);
    parentElement.appendChild(host);
  }
  const wanted = JSON.stringify(data.nodes);
  if (host.dataset.drawn === wanted) return; // what is open or focused stays so
  host.dataset.drawn = wanted;
  host.replaceChildren(...data.nodes.map((node) => build(node, false)));
}
