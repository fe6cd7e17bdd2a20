// Figures as people read them: few digits, units, a true minus sign, UTC.
const SPACE = "\u202f";
const minus = (text) => text.replace(/^-/, "\u2212");
const group = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, SPACE);

export const percent = (fraction, digits = 2) => fraction === null || fraction === undefined ? "n/a"
  : minus((fraction * 100).toFixed(digits)) + SPACE + "%";

export function money(amount, digits = 2) {
  const [whole, cents] = Math.abs(amount).toFixed(digits).split(".");
  const text = group(whole) + (cents ? "." + cents : "");
  return (amount < 0 && Number(text.replaceAll(SPACE, "")) !== 0 ? "\u2212" : "") + text;
}

export const signed = (amount, digits = 2) => (Number(amount.toFixed(digits)) > 0 ? "+" : "") + money(amount, digits);
export const clock = (time) => new Date(time).toISOString().slice(11, 16);
export const dateTime = (time) => new Date(time).toISOString().replace("T", " ").slice(0, 16) + " UTC";

// A horizon such as PT60M or PT2H in minutes.
export function minutesOf(horizon) {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(horizon ?? "");
  return found ? Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0) : 60;
}

export function span(milliseconds) {
  const minutes = Math.max(0, Math.round(milliseconds / 60000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
