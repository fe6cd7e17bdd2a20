// Line charts and the waterfall, drawn as SVG: axes with units, labels on the lines, a table behind each.
import { draw, show, table } from "./dom.js";
import { clock, dateTime, money, percent, signed } from "./format.js";

const HEIGHT = 268;
const LINE = 15;
const MINUTE = 60000;

export function niceStep(range, count) {
  const raw = range / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * [1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999999);
}

function timeStep(range, count) {
  return [5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((m) => m * MINUTE).find((s) => range / s <= count) ?? 1440 * MINUTE;
}

function ticks(low, high, step) {
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    found.push(k * step);
  }

  return found;
}

// Labels at the right end, pushed apart until none covers another.
function apart(labels, low, high) {
  labels.sort((a, b) => a.y - b.y);
  labels.forEach((label, i) => { label.y = Math.max(label.y, i > 0 ? labels[i - 1].y + LINE : low); });
  for (let i = labels.length - 1; i >= 0; i--) {
    labels[i].y = Math.min(labels[i].y, i < labels.length - 1 ? labels[i + 1].y - LINE : high);
  }

  return labels;
}

function frame(figure, name, title, description, height = HEIGHT) {
  const width = Math.max(280, Math.floor(figure.clientWidth));
  const svg = draw("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": `${name}-t ${name}-d`, class: "chart",
  });
  svg.append(draw("title", { id: `${name}-t` }, title), draw("desc", { id: `${name}-d` }, description));
  return { svg, width, height };
}

// series: [{ name, kind, points: [[time, value|null]] }]; values are fractions. announced: { at, from, to, label } or null.
export function lines(figure, options) {
  const { name, title, description, series, from, to, digits = 2, zero = false, announced = null, caption } = options;
  const { svg, width, height } = frame(figure, name, title, description);
  const all = series.flatMap((s) => s.points.map((p) => p[1]).filter((v) => v !== null));
  if (announced) {
    all.push(announced.to);
  }

  const least = zero ? 0 : Math.min(...all);
  const most = Math.max(...all, least + 1e-4);
  const step = niceStep((most - least) * 1.1, 4);
  const low = zero ? 0 : Math.max(0, Math.floor((least - step * 0.1) / step) * step);
  const high = Math.ceil((most + step * 0.1) / step) * step;
  const box = { left: 46, right: width - 160, top: 30, bottom: height - 26 };
  const x = (t) => box.left + (t - from) / (to - from) * (box.right - box.left);
  const y = (v) => box.bottom - (v - low) / (high - low) * (box.bottom - box.top);
  svg.append(draw("text", { x: 0, y: 11, class: "axis" }, options.unit));
  const places = [0, 1, 2, 3].find((p) => Math.abs(step * 100 * 10 ** p - Math.round(step * 100 * 10 ** p)) < 1e-6) ?? 4;
  for (const v of ticks(low, high, step)) {
    svg.append(draw("line", { x1: box.left, x2: box.right, y1: y(v), y2: y(v), class: v === 0 ? "zero" : "grid" }));
    svg.append(draw("text", { x: box.left - 6, y: y(v) + 4, class: "axis end" }, (v * 100).toFixed(places)));
  }

  const every = timeStep(to - from, Math.max(2, Math.floor((box.right - box.left) / 70)));
  for (const t of ticks(from, to, every)) {
    svg.append(draw("line", { x1: x(t), x2: x(t), y1: box.bottom, y2: box.bottom + 4, class: "zero" }));
    svg.append(draw("text", { x: x(t), y: box.bottom + 18, class: "axis middle" }, clock(t)));
  }

  if (announced && announced.at > from) {
    svg.append(draw("line", { x1: x(announced.at), x2: x(announced.at), y1: box.top, y2: box.bottom, class: "announced" }));
    svg.append(draw("text", { x: x(announced.at) - 5, y: 11, class: "axis end" }, announced.label));
    svg.append(draw("circle", { cx: x(announced.at), cy: y(announced.to), r: 4.5, class: "point maintenance" }));
  }

  const labels = [];
  for (const one of series) {
    svg.append(draw("path", { d: path(one.points, x, y), class: `line ${one.kind}` }));
    const last = one.points.findLast((p) => p[1] !== null);
    if (last) {
      labels.push({ y: y(last[1]), at: x(last[0]), text: `${one.name} ${percent(last[1], digits)}`, kind: one.kind, own: y(last[1]) });
    }
  }

  for (const label of apart(labels, box.top, box.bottom)) {
    svg.append(draw("path", { d: `M${label.at + 2} ${label.own}L${box.right + 5} ${label.y}`, class: "lead" }));
    svg.append(draw("path", { d: `M${box.right + 3} ${label.y}h14`, class: `line ${label.kind}` }));
    svg.append(draw("text", { x: box.right + 21, y: label.y + 4, class: "name" }, label.text));
  }

  show(figure, svg, () => lineTable(caption ?? title, series, digits));
}

function path(points, x, y) {
  let text = "";
  let before = null;
  for (const [t, v] of points) {
    if (v === null) {
      before = null;
      continue;
    }

    text += `${before !== null && t - before < 5 * MINUTE ? "L" : "M"}${x(t).toFixed(1)} ${y(v).toFixed(1)}`;
    before = t;
  }

  return text;
}

function lineTable(caption, series, digits) {
  const rows = new Map();
  series.forEach((one, i) => one.points.slice(-200).forEach(([t, v]) => {
    rows.set(t, rows.get(t) ?? series.map(() => "–"));
    rows.get(t)[i] = v === null ? "n/a" : (v * 100).toFixed(digits);
  }));
  const newest = [...rows].sort((a, b) => b[0] - a[0]).slice(0, 200);
  return table(`${caption}: the newest ${newest.length} points, %`, ["Time", ...series.map((s) => s.name)], newest.map(([t, r]) => [dateTime(t), ...r]));
}

// steps: [{ label, amount, total?: true }]; the totals stand where the running sum must stand.
export function waterfall(figure, { name, title, description, steps, unit }) {
  const row = 30;
  const { svg, width, height } = frame(figure, name, title, description, 44 + row * steps.length);
  let sum = 0;
  const bars = steps.map((step) => {
    const start = step.total ? step.amount : sum;
    sum = step.total ? step.amount : sum + step.amount;
    return { ...step, start, end: sum };
  });
  const ends = bars.flatMap((b) => [b.start, b.end]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const pad = Math.max((most - least) * 0.06, most * 0.002, 0.01);
  const narrow = width < 520;
  const box = { left: narrow ? 118 : 200, right: width - 84 };
  const x = (v) => box.left + (v - least + pad) / (most - least + 2 * pad) * (box.right - box.left);
  const count = narrow ? 2 : 5;
  for (const v of ticks(least - pad, most + pad, niceStep(most - least + 2 * pad, count))) {
    svg.append(draw("line", { x1: x(v), x2: x(v), y1: 4, y2: height - 40, class: "grid" }));
    svg.append(draw("text", { x: x(v), y: height - 24, class: "axis middle" }, money(v, 0)));
  }

  svg.append(draw("text", { x: width, y: height - 6, class: "axis end" }, `${unit}; the axis does not start at 0`));
  bars.forEach((bar, i) => {
    const top = 6 + i * row;
    const kind = bar.total ? "total" : bar.amount >= 0 ? "up" : "down";
    svg.append(draw("text", { x: 0, y: top + 15, class: bar.total ? "name strong" : "name" }, narrow ? bar.short ?? bar.label : bar.label));
    const from = bar.total ? box.left : Math.min(x(bar.start), x(bar.end));
    svg.append(draw("rect", { x: from, y: top, width: Math.max(1.5, bar.total ? x(bar.end) - from : Math.abs(x(bar.end) - x(bar.start))), height: 20, class: `step ${kind}` }));
    if (i < bars.length - 1) {
      svg.append(draw("line", { x1: x(bar.end), x2: x(bar.end), y1: top + 20, y2: top + row, class: "zero" }));
    }

    svg.append(draw("text", { x: width, y: top + 15, class: bar.total ? "name end strong" : "name end" }, bar.total ? money(bar.amount) : signed(bar.amount)));
  });
  show(figure, svg, () => table(`${title}, ${unit}`, ["Step", "Amount", "Running sum"],
    bars.map((b) => [b.label, b.total ? money(b.amount) : signed(b.amount), money(b.end)])));
}
