// Code words of the host in plain language.
const reasons = {
  NoModel: "No learned model is in service: margins follow the baseline only.",
  KillSwitch: "An operator has paused the learned uplift: what stands decays to the baseline.",
  StalePrice: "The price is too old to be trusted.",
  ShortHistory: "The history is still too short for the full baseline.",
  ForecastNotFinite: "The learned forecast is missing or is no number.",
  ForecastExpired: "The last forecast is too old to be used.",
  ForecastNotYetValid: "The forecast is stamped later than the price.",
  OutOfDistribution: "The market looks unlike anything the model was trained on.",
  Miscalibrated: "The model's calibration check failed.",
  BundleUnverified: "The model's files could not be verified.",
  HorizonMismatch: "The forecast covers another span than the policy.",
  PolicyExempt: "The policy takes no forecasts.",
  DrawdownOfCoverage: "Margins have covered too few moves lately.",
  BaselineUnavailable: "The baseline volatility is missing: the uplift is held as it is.",
};
export const reason = (code) => reasons[code]
  ?? `The learned forecast does not count in full (${code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()}).`;

const verdicts = {
  Ok: "Good", Gap: "Gap: a bar is missing", Stale: "Stale: price too old", Ended: "Ended: the replay has no more bars", NoPrice: "No price yet",
};
export const verdict = (word) => verdicts[word] ?? word;

// Rules and members that are not features; the rest of an attribution are features of the learned tree model.
const rules = {
  spikeProbability: ["spike", "Spike probability"], raiseOnly: ["hold", "Held from an earlier raise"],
  cap: ["cap", "Cap"], floor: ["cap", "Floor"], ramp: ["ramp", "Step limit"],
};
export function groupOf(name) {
  if (rules[name]) {
    return rules[name];
  }

  return name === "baseRate" || name.startsWith("blend:") || name === "member:har" || name === "member:garch"
    ? ["blend", "Blend of simple models"] : ["learned", "Learned trees"];
}

export const because = {
  garch: "recent price moves raise the GARCH forecast",
  blend: "recent volatility raises the blended forecast",
  learned: "the learned model sees more risk than the simple ones",
  spike: "the probability of a spike is up",
  hold: "an earlier raise is still decaying",
  cap: "a limit of the policy binds",
  ramp: "the step limit holds a fall back",
};

const stems = [
  [/^ln_rv_(\d+)$/, "Realized volatility, $1 min"], [/^ln_bipower_(\d+)$/, "Volatility without jumps, $1 min"],
  [/^ln_parkinson_(\d+)$/, "High-low range, $1 min"], [/^ln_quarticity_(\d+)$/, "Roughness of volatility, $1 min"],
  [/^ln_max_abs_(\d+)$/, "Largest move, $1 min"], [/^zero_share_(\d+)$/, "Share of still minutes, $1 min"],
  [/^semivariance_balance_(\d+)$/, "Up against down moves, $1 min"], [/^jump_share_(\d+)$/, "Share of jumps, $1 min"],
  [/^jump_count_(\d+)$/, "Number of jumps, $1 min"], [/^bns_z_(\d+)$/, "Jump test, $1 min"], [/^return_(\d+)$/, "Return, $1 min"],
  [/^ln_volume_(\d+)$/, "Volume, $1 min"], [/^volume_ratio_(\d+)$/, "Volume against usual, $1 min"],
  [/^amihud_(\d+)$/, "Price impact of volume, $1 min"], [/^empty_share_(\d+)$/, "Share of empty minutes, $1 min"],
  [/^from_high_(\d+)d$/, "Distance from the $1-day high"], [/^from_low_(\d+)d$/, "Distance from the $1-day low"],
  [/^ln_garch$/, "GARCH forecast"], [/^ln_har$/, "HAR forecast"], [/^ln_ewma_(\w+)$/, "Moving average of variance, $1"],
  [/^ln_garch_to_threshold$/, "GARCH against the spike threshold"], [/^garch_to_har$/, "GARCH against HAR"],
  [/^bars_since_jump$/, "Time since the last jump"], [/^vol_of_vol$/, "Volatility of volatility"], [/^vol_slope$/, "Slope of volatility"],
  [/^day_(sin|cos)_\d$/, "Time of day"], [/^member:gbdt:base$/, "Average of the trees"], [/^minutes_to_funding$/, "Time to funding"],
  [/^minutes_to_expiry$/, "Time to option expiry"], [/^minutes_to_month_end$/, "Time to the end of the month"],
];
export function feature(name) {
  const stem = stems.find(([form]) => form.test(name));
  const plain = stem ? name.replace(stem[0], stem[1]) : name.replaceAll("_", " ").replace(/^ln /, "");
  return plain[0].toUpperCase() + plain.slice(1);
}
