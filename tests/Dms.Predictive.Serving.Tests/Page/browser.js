// Looks at the live page in a real browser. Arguments: address, Chromium, folder for screenshots, "restart" or "-".
// Prints one line of JSON with all findings; the C# test judges it. With "restart" it prints "READY" after the first
// part, waits for a line on standard input (the host was killed and started again), and then looks for the resumption.
import { chromium } from "playwright-core";
import { createInterface } from "node:readline";

const [address, executablePath, folder, mode] = process.argv.slice(2);
const findings = { consoleErrors: [], foreign: [], figures: [], contrast: [], names: [], overflow: [], roles: {}, resumed: null };
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(width, height, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on("console", (m) => m.type() === "error" && findings.consoleErrors.push(m.text()));
  page.on("pageerror", (e) => findings.consoleErrors.push(String(e)));
  page.on("request", (r) => new URL(r.url()).origin !== new URL(address).origin && findings.foreign.push(r.url()));
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.live === "yes" && document.querySelector("#ladder svg") && document.querySelector("#record table"));
  return page;
}

// What the page shows must be what the API said for the same moment.
async function figures(page) {
  const shown = await page.evaluate(() => Object.fromEntries(["initial", "maintenance", "baseline", "spike", "price"]
    .map((id) => [id, document.getElementById(id).textContent]).concat([["at", document.getElementById("as-of").getAttribute("datetime")]])));
  const id = (await (await fetch(`${address}v1/instruments`)).json()).items[0].instrument;
  const history = await (await fetch(`${address}v1/instruments/${id}/history?limit=1440`)).json();
  const point = history.items.find((p) => p.at === shown.at);
  const number = (text) => Number(text.replaceAll("\u202f", "").replace("%", "").replace("\u2212", "-"));
  const same = (name, text, value, digits) => {
    if (!point || number(text) !== Number(value.toFixed(digits))) {
      findings.figures.push(`${name}: page ${text}, API ${value}`);
    }
  };
  if (!point) {
    findings.figures.push(`no point of the API at ${shown.at}`);
    return;
  }

  same("initial", shown.initial, point.initialRate * 100, 2);
  same("maintenance", shown.maintenance, point.maintenanceRate * 100, 2);
  same("baseline", shown.baseline, point.baselineInitialRate * 100, 2);
  same("price", shown.price, point.price, 2);
  if (point.spikeProbability !== null) {
    same("spike", shown.spike, point.spikeProbability * 100, 1);
  }
}

// Contrast of every visible text against what is painted behind it, and names of everything that can be used.
function audit() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) {
        return color;
      }
    }
    return [255, 255, 255, 255];
  };
  const contrast = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("title, desc, noscript, .skip")) {
      continue;
    }
    texts++;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgba(element.closest("svg") ? style.fill : style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) {
      contrast.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 40)}`);
    }
  }
  const names = [...document.querySelectorAll("button, a, input, select, summary, svg[role=img], section, [role=region]")].filter((e) => {
    const ids = (e.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    return !(e.getAttribute("aria-label") || ids.length > 0 && ids.every((id) => document.getElementById(id)?.textContent.trim())
      || e.labels?.length > 0 || (e.matches("button, a, summary") && e.textContent.trim()));
  }).map((e) => e.outerHTML.slice(0, 80));
  const cut = [...document.querySelectorAll("svg text")].filter((t) => {
    const [own, svg] = [t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()];
    return own.width > 0 && (own.left < svg.left - 1 || own.right > svg.right + 1 || own.bottom > svg.bottom + 1 || own.top < svg.top - 1);
  }).map((t) => t.textContent);
  const overflow = document.documentElement.scrollWidth > innerWidth ? [`page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`] : [];
  const count = (selector) => document.querySelectorAll(selector).length;
  return { contrast, names, overflow: overflow.concat(cut), roles: {
    texts, h1: count("h1"), main: count("main"), header: count("header"), footer: count("footer"), live: count("[aria-live=polite]"),
    charts: count("svg[role=img]"), tables: count("figure details"),
  } };
}

for (const [width, height, scheme] of [[1440, 900, "light"], [1440, 900, "dark"], [390, 844, "light"], [390, 844, "dark"]]) {
  const page = await open(width, height, scheme);
  await figures(page);
  const found = await page.evaluate(audit);
  for (const list of ["contrast", "names", "overflow"]) {
    findings[list].push(...found[list].map((f) => `${width} ${scheme}: ${f}`));
  }

  findings.roles = found.roles;
  await page.screenshot({ path: `${folder}/page-${width}-${scheme}.png`, fullPage: true });
  await page.keyboard.press("Tab");
  findings.roles.firstStop = await page.evaluate(() => document.activeElement.className);
  await page.close();
}

if (mode === "restart") {
  const page = await open(1440, 900, "light");
  const before = await page.getAttribute("#as-of", "datetime");
  const errors = findings.consoleErrors.length;
  console.log("READY");
  await page.waitForFunction(() => document.body.dataset.live === "no", null, { timeout: 30000 });
  findings.greyed = await page.textContent("#stale-note");
  await page.screenshot({ path: `${folder}/page-not-live.png` });
  console.log("GREY");
  await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", resolve));
  await page.waitForFunction((t) => document.body.dataset.live === "yes" && document.getElementById("as-of").getAttribute("datetime") > t, before, { timeout: 60000 });
  await figures(page);
  findings.resumed = await page.getAttribute("#as-of", "datetime") > before;
  // A host that is away makes the browser itself write network errors; they are no fault of the page.
  findings.consoleErrors = findings.consoleErrors.filter((e, i) => i < errors || !e.includes("ERR_"));
}

await browser.close();
console.log(JSON.stringify(findings));
process.exit(0);
