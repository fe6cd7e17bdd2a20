// The live page: an ordinary client of the API. It holds the newest values and draws them, at most four times a second.
import { byId, make, table, text } from "./dom.js";
import { clock, dateTime, minutesOf, money, percent, signed, span } from "./format.js";
import { because, feature, groupOf, reason, verdict } from "./words.js";
import { lines, waterfall } from "./charts.js";
import { SILENCE, Stream } from "./stream.js";

const KEY = "dms-key";
const KEPT = 1440;
const state = { instrument: null, rates: null, forecast: null, quality: null, audit: null, parameters: null, models: null, build: null, history: new Map(), margins: new Map() };
let stream = null;
let drawAt = 0;
let pending = 0;

const headers = () => sessionStorage.getItem(KEY) ? { Authorization: `Bearer ${sessionStorage.getItem(KEY)}` } : {};

async function get(path) {
  const answer = await fetch(`/v1/${path}`, { headers: headers(), cache: "no-store", signal: AbortSignal.timeout(SILENCE) });
  if (!answer.ok) {
    throw Object.assign(new Error(`${path}: ${answer.status}`), { status: answer.status });
  }

  return answer.json();
}

const attempt = (path) => get(path).catch((error) => error.status === 401 ? askForKey() : null);

function askForKey() {
  connection("refused");
  openKeyForm(true);
  byId("key-error").textContent = sessionStorage.getItem(KEY) ? "The host does not accept this key." : "";
  return null;
}

function openKeyForm(open) {
  byId("key-form").hidden = !open;
  byId("key-open").setAttribute("aria-expanded", String(open));
  if (open) {
    byId("key").focus();
  }
}

async function start() {
  stream?.stop();
  stream = null;
  connection("connecting");
  try {
    const instruments = await get("instruments");
    state.instrument = instruments.items[0]?.instrument ?? null;
  } catch (error) {
    if (error.status === 401) {
      askForKey();
      return;
    }

    connection("reconnecting");
    setTimeout(start, 2000);
    return;
  }

  openKeyForm(false);
  text("instrument", state.instrument);
  document.title = `Live margin ${state.instrument}`;
  const accounts = sessionStorage.getItem(KEY) ? await get("accounts?limit=50").catch(() => null) : null;
  byId("accounts-section").hidden = !accounts;
  const topics = `rates,forecast,quality,alerts${accounts ? ",margin" : ""}`;
  stream = new Stream(`/v1/stream?topics=${topics}`, headers(), { onEvent: take, onState: connection, onRefused: askForKey });
}

async function refresh() {
  const id = encodeURIComponent(state.instrument);
  const [history, audit, parameters, models, build] = await Promise.all([
    attempt(`instruments/${id}/history?limit=${KEPT}`), attempt("audit/state"), attempt("parameters"), attempt("models"), attempt("build"),
  ]);
  history?.items.forEach((point) => state.history.set(Date.parse(point.at), point));
  Object.assign(state, { audit: audit ?? state.audit, parameters: parameters ?? state.parameters, models: models ?? state.models, build: build ?? state.build });
  schedule();
}

function take(name, data) {
  if (name === "reset") {
    state.history.clear();
  } else if (name === "snapshot") {
    for (const topic of ["rates", "forecast", "quality"]) {
      state[topic] = data.value[topic]?.[state.instrument] ?? state[topic];
    }

    Object.entries(data.value.margin ?? {}).forEach(([account, margin]) => state.margins.set(account, margin));
    refresh();
  } else if (name === "alerts") {
    alert(data.value);
  } else if (name === "margin") {
    state.margins.set(data.key, data.value);
  } else if (name in state && data.key === state.instrument) {
    state[name] = data.value;
    remember();
    if (data.replaces > 0) {
      fillHoles();
    }
  }

  schedule();
}

// Conflated events leave holes in the charts; the host's history fills them, at most every two seconds.
let filling = 0;
function fillHoles() {
  filling ||= setTimeout(() => { filling = 0; refresh(); }, 2000);
}

// A rate and a forecast of the same moment make a point of the charts.
function remember() {
  const { rates, forecast, history } = state;
  if (rates && forecast && rates.asOf === forecast.asOf) {
    const { volatilityBaseline, volatilityBlend, volatilityRealized, spikeProbability, uplift } = forecast;
    const { initialRate, maintenanceRate, baselineInitialRate, garchInitialRate } = rates;
    history.set(Date.parse(rates.asOf), {
      at: rates.asOf, price: Number(rates.price), initialRate, maintenanceRate, baselineInitialRate, garchInitialRate,
      volatilityBaseline, volatilityBlend, volatilityRealized, spikeProbability, uplift,
    });
    while (history.size > KEPT + 60) {
      history.delete(history.keys().next().value);
    }
  }
}

let lastState = "";
function connection(word) {
  const names = {
    connecting: ["Connecting", ""], connected: ["Connected", ""], reconnecting: ["Reconnecting", "the host does not answer"],
    stale: ["Stale", `nothing heard for ${Math.round(SILENCE / 1000)} s`], refused: ["Key needed", ""],
  };
  if (word === lastState) {
    return;
  }

  const returns = word === "connected" && (lastState === "stale" || lastState === "reconnecting") && state.rates;
  lastState = word;
  document.body.dataset.connection = word;
  document.body.dataset.live = word === "connected" ? "yes" : "no";
  text("connection-word", names[word][0]);
  text("connection-detail", names[word][1]);
  byId("stale-note").hidden = word === "connected" || !state.rates;
  if (state.rates && word !== "connected") {
    text("stale-note", `These figures are not live: they are those of ${dateTime(state.rates.asOf)}.`);
  }

  if (returns) {
    refresh();
  }
}

function alert(value) {
  const list = byId("alerts");
  byId("no-alerts").hidden = true;
  list.prepend(make("li", {}, `${dateTime(value.asOf)}: ${value.kind === "earlyWarning" ? earlyWarning(value) : maintenanceRise(value)}`));
  while (list.children.length > 20) {
    list.lastChild.remove();
  }
}

function earlyWarning(value) {
  const nearer = value.fromReturns >= value.fromForecast ? "the last minutes moved more than usual" : "the forecast for the next ten minutes rose";
  const words = {
    Watch: "Watch: a shock within the hour is possible", Raise: "Warning: a shock within the hour is clearly more likely than usual",
    Cap: "Strong warning: a shock within the hour is about as likely as not",
  };
  return `${words[value.level]}; ${nearer}; spike probability ${percent(value.spikeProbability, 1)}.`;
}

function maintenanceRise(value) {
  const next = value.announced;
  return `Maintenance rises to ${percent(next.maintenanceRate)} of notional at ${clock(next.effectiveAt)}; `
    + `spike probability ${percent(value.spikeProbability, 1)}, uplift \u00d7 ${value.uplift.toFixed(2)}.`;
}

function schedule() {
  if (!pending) {
    pending = setTimeout(() => { pending = 0; drawAt = performance.now(); render(); }, Math.max(0, 250 - (performance.now() - drawAt)));
  }
}

function render() {
  if (state.rates && state.forecast) {
    const parts = partsOf(state.rates, state.forecast);
    renderNow(state.rates, state.forecast, parts);
    renderCharts(state.rates, state.forecast);
    renderWhy(state.rates, state.forecast, parts);
  }

  renderTables();
}

// Steps from baseline to margin in money of one contract, by group; what rounding leaves is shown, never hidden.
function partsOf(rates, forecast) {
  const price = Number(rates.price);
  const sums = new Map([["garch", ["GARCH forecast", cents((rates.garchInitialRate - rates.baselineInitialRate) * price)]]]);
  for (const part of forecast.attribution) {
    const [id, label] = groupOf(part.name);
    sums.set(id, [label, cents((sums.get(id)?.[1] ?? 0) + Number(part.amount))]);
  }

  const baseline = cents(rates.baselineInitialRate * price);
  const initial = cents(rates.initialRate * price);
  const rest = cents(initial - baseline - [...sums.values()].reduce((sum, [, amount]) => sum + amount, 0));
  return { baseline, initial, sums, rest };
}

const cents = (amount) => Math.round(amount * 100) / 100;

function renderNow(rates, forecast, parts) {
  const above = rates.initialRate / rates.baselineInitialRate - 1;
  const price = Number(rates.price);
  const causes = [...parts.sums].filter(([, [, amount]]) => amount > 0.005 * (parts.initial - parts.baseline)).sort((a, b) => b[1][1] - a[1][1]).slice(0, 2);
  const why = causes.map(([id]) => because[id]).join(" and ");
  text("says", above < 0.005
    ? `Initial margin is ${percent(rates.initialRate)} of notional, at the baseline${rates.degraded ? ", because no learned forecast counts" : ": no added risk is seen"}.`
    : `Initial margin is ${percent(rates.initialRate)} of notional, ${(above * 100).toFixed(0)}\u202f% above the baseline${why ? `, because ${why}` : ""}.`);
  const next = rates.announced;
  const wait = next ? Date.parse(next.effectiveAt) - Date.parse(rates.asOf) : 0;
  text("says-next", next
    ? `Maintenance margin follows to ${percent(next.maintenanceRate)} at ${clock(next.effectiveAt)} UTC, in ${span(wait)}.`
    : "No change of maintenance margin is announced.");
  text("as-of", dateTime(rates.asOf));
  byId("as-of").setAttribute("datetime", rates.asOf);
  for (const [id, rate] of [["initial", rates.initialRate], ["maintenance", rates.maintenanceRate], ["baseline", rates.baselineInitialRate]]) {
    text(id, percent(rate));
    text(`${id}-money`, `${money(rate * price)} USD a contract`);
  }

  text("spike", percent(forecast.spikeProbability, 1));
  text("spike-sub", forecast.spikeThreshold === null ? "no forecast" : `above ${percent(forecast.spikeThreshold, 0)} a year`);
  text("announced", next ? `in ${span(wait)}` : "none");
  text("announced-sub", next ? `${percent(next.maintenanceRate)} at ${clock(next.effectiveAt)}` : "");
  text("price", money(price));
  text("price-sub", "USD");
  const codes = [...new Set([...rates.reasons, ...forecast.reasons])];
  byId("degraded").hidden = codes.length === 0;
  if (byId("degraded").dataset.codes !== codes.join()) {
    byId("degraded").dataset.codes = codes.join();
    byId("degraded").replaceChildren(...codes.map((c) => make("li", {}, `Degraded: ${reason(c)}`)));
  }
}

function renderCharts(rates, forecast) {
  const now = Date.parse(rates.asOf);
  const from = now - Number(byId("window").value) * 60000;
  const points = [...state.history.entries()].filter(([t]) => t >= from && t <= now).sort((a, b) => a[0] - b[0]);
  if (points.length < 2) {
    return;
  }

  const begin = Math.max(from, points[0][0]);
  const series = (name, kind, field, shift = 0, source = points) => ({ name, kind, points: source.map(([t, p]) => [t + shift, p[field]]) });
  const next = rates.announced;
  const at = next ? Date.parse(next.effectiveAt) : now;
  lines(byId("ladder"), {
    name: "ladder", title: "Margin rates over time", unit: "% of notional", from: begin, to: Math.max(now, at),
    description: `Initial ${percent(rates.initialRate)}, maintenance ${percent(rates.maintenanceRate)}, baseline ${percent(rates.baselineInitialRate)}, `
      + `with GARCH ${percent(rates.garchInitialRate)} at ${dateTime(now)}.`,
    series: [series("Initial", "initial", "initialRate"), series("GARCH", "garch", "garchInitialRate"),
      series("Baseline", "baseline", "baselineInitialRate"), series("Maintenance", "maintenance", "maintenanceRate")],
    announced: next ? { at, to: next.maintenanceRate, label: `${clock(at)} maintenance ${percent(next.maintenanceRate)}` } : null,
  });
  const ahead = minutesOf(forecast.horizon) * 60000;
  const shifted = [...state.history.entries()].filter(([t]) => t + ahead >= begin && t <= now).sort((a, b) => a[0] - b[0]);
  text("volatility-note", `Each point stands at the end of the ${minutesOf(forecast.horizon)} minutes that it is about; the forecast reaches beyond now.`);
  lines(byId("volatility"), {
    name: "volatility", title: "Forecast and realized volatility", unit: "% a year", from: begin, to: now + ahead, digits: 0, zero: true,
    description: `Forecast ${percent(forecast.volatilityBlend, 0)}, realized ${percent(forecast.volatilityRealized, 0)}, baseline ${percent(forecast.volatilityBaseline, 0)} a year.`,
    series: [series("Forecast", "initial", "volatilityBlend", ahead, shifted), series("Realized", "maintenance", "volatilityRealized"),
      series("Baseline", "baseline", "volatilityBaseline", ahead, shifted)],
  });
  text("spike-note", forecast.spikeThreshold === null ? "No forecast gives one."
    : `A spike: volatility above ${percent(forecast.spikeThreshold, 0)} a year within the next 10 minutes. Now ${percent(forecast.spikeProbability, 1)}.`);
  if (points.some(([, p]) => p.spikeProbability !== null)) {
    lines(byId("spikes"), {
      name: "spikes", title: "Spike probability over time", unit: "% probability", from: begin, to: now, digits: 1, zero: true,
      description: `Now ${percent(forecast.spikeProbability, 1)}.`, series: [series("Now", "initial", "spikeProbability")],
    });
  }
}

const shorts = { garch: "GARCH", blend: "Simple blend", learned: "Learned trees", spike: "Spike", hold: "Held raise", cap: "Cap", ramp: "Step limit" };

function renderWhy(rates, forecast, { baseline, initial, sums, rest }) {
  const steps = [...sums].filter(([id, [, amount]]) => id === "garch" || Math.abs(amount) >= 0.005)
    .map(([id, [label, amount]]) => ({ label, short: shorts[id], amount }));
  if (Math.abs(rest) >= 0.005) {
    steps.push({ label: "Rounding", amount: rest });
  }

  const total = `${initial >= baseline ? "+" : "\u2212"} ${money(Math.abs(initial - baseline))}`;
  text("why-says", `One long contract: ${money(baseline)} ${total} = ${money(initial)} USD.`);
  waterfall(byId("waterfall"), {
    name: "waterfall", title: "From baseline to initial margin", unit: "USD a contract", description: `${money(baseline)} baseline, ${total} in ${steps.length} steps, ${money(initial)} initial.`,
    steps: [{ label: "Baseline margin", short: "Baseline", amount: baseline, total: true }, ...steps, { label: "Initial margin", short: "Initial", amount: initial, total: true }],
  });
  const learned = forecast.attribution.filter((p) => groupOf(p.name)[0] === "learned");
  const top = [...learned].sort((a, b) => Math.abs(Number(b.amount)) - Math.abs(Number(a.amount))).slice(0, 8);
  const sum = (parts) => parts.reduce((s, p) => s + Number(p.amount), 0);
  text("features-says", learned.length ? `Parts of the step “Learned trees”, largest first; all ${learned.length} sum to ${signed(sum(learned))} USD.` : "No learned part at this moment.");
  byId("features").replaceChildren(...learned.length ? [table("Largest parts of the learned forecast", ["Feature", "USD a contract"],
    [...top.map((p) => [feature(p.name), signed(Number(p.amount))]), [`${learned.length - top.length} others`, signed(sum(learned) - sum(top))],
      ["Sum", signed(sum(learned))]])] : []);
}

const hash = (value) => make("span", { class: "hash" }, value ?? "–");

// Replaces a table only when it says something new: a reader's selection and focus stay.
function replace(id, element) {
  if (byId(id).textContent !== element.textContent) {
    byId(id).replaceChildren(element);
  }
}

function renderTables() {
  const { quality, forecast, parameters, audit, margins } = state;
  if (quality) {
    replace("quality", table("Sources of the price", ["Source", "Verdict", "Age, s", "Gaps", "Bars"], quality.sources.map((s) => [
      s.source, verdict(s.verdict), s.ageSeconds === null ? "n/a" : s.ageSeconds.toFixed(0), money(s.counters.gaps ?? 0, 0), money(s.counters.bars ?? 0, 0)])));
  }

  const model = forecast?.model ?? state.models?.items[0];
  replace("versions", table("In service", ["What", "Version", "SHA-256"], [
    ["Model", model ? `${model.id} ${model.version}` : "none: baseline only", hash(model?.sha256)],
    ["Policy", parameters?.version ?? "–", hash(parameters?.sha256)],
    ["Build", state.build?.version ?? "–", "–"],
  ], true));
  if (audit) {
    text("record-says", `${money(audit.records, 0)} decisions are sealed in the log; the root stands for all of them.`);
    replace("record", table("Audit log", ["", ""], [["Records", money(audit.records, 0)],
      ["Checked at start", money(audit.verifiedAtStart, 0)], ["Merkle root", hash(audit.root)]], true));
  }

  if (margins.size > 0) {
    replace("accounts", table("Margins, USD", ["Account", "Initial", "Maintenance", "Equity", "Status"], [...margins.values()].map((m) => [
      m.account, money(Number(m.initial)), money(Number(m.maintenance)), money(Number(m.equity)), { compliant: "Compliant", marginCall: "Margin call", liquidatable: "Liquidatable" }[m.status]])));
  } else {
    replace("accounts", make("p", { class: "note" }, "No margin yet."));
  }
}

byId("key-open").addEventListener("click", () => openKeyForm(byId("key-form").hidden));
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY, byId("key").value.trim());
  byId("key").value = "";
  start();
});
byId("key-forget").addEventListener("click", () => { sessionStorage.removeItem(KEY); state.margins.clear(); start(); });
byId("window").addEventListener("change", schedule);
new ResizeObserver(schedule).observe(byId("main"));
setInterval(async () => {
  if (lastState === "connected") {
    state.audit = await attempt("audit/state") ?? state.audit;
    schedule();
  }
}, 5000);
document.body.dataset.live = "no";
start();
