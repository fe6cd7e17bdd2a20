// Small builders for elements; styles come from classes only.
const SVG = "http://www.w3.org/2000/svg";
export const byId = (id) => document.getElementById(id);

export function text(id, value) {
  const element = byId(id);
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }

  element.append(...children);
  return element;
}

// A table whose cells from the second on are figures unless told otherwise.
export function table(caption, heads, rows, plain = false) {
  const head = make("thead", {}, make("tr", {}, ...heads.map((h, i) => make("th", { scope: "col", class: i > 0 && !plain ? "figure" : "" }, h))));
  const body = make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, i) => i === 0
    ? make("th", { scope: "row" }, cell) : make("td", { class: plain ? "" : "figure" }, cell)))));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", {}, make("caption", {}, caption), ...(heads.some((h) => h) ? [head] : []), body));
}

// Keeps the reader's choice of an open table when the figure is drawn again.
export function show(figure, svg, makeTable) {
  let details = figure.querySelector("details");
  if (!details) {
    details = make("details", {}, make("summary", {}, "Table"));
    figure.append(details);
    details.addEventListener("toggle", () => details.open && details.refresh());
  }

  details.refresh = () => {
    details.querySelector(".scroll")?.remove();
    details.append(makeTable());
  };
  figure.querySelector("svg")?.remove();
  figure.prepend(svg);
  if (details.open && !details.contains(document.activeElement)) {
    details.refresh();
  }
}
