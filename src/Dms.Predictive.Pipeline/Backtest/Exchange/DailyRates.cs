using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>What is known at the close of each trading day.</summary>
/// <param name="Returns">ln returns, day by day.</param>
/// <param name="Garch">GARCH volatility of the next day, fraction.</param>
/// <param name="Blend">Blend's volatility of the next day, fraction.</param>
public sealed record DailyInput(IReadOnlyList<double> Returns, IReadOnlyList<double> Garch, IReadOnlyList<double> Blend);

/// <summary>How daily margins are set: a slow baseline, raised by the overlay, damped by the operators against procyclicality.</summary>
public sealed record DailyRules
{
    /// <summary>Half-life of the baseline's squared returns, days.</summary>
    public double ReferenceHalfLifeDays { get; init; } = 250;

    /// <summary>Days in which the multiplier may halve.</summary>
    public double HalfLifeDays { get; init; } = 60;

    /// <summary>Largest rise of the multiplier in a day, fraction; 0.08 keeps five days below a half.</summary>
    public double MaxStep { get; init; } = 0.08;

    /// <summary>Largest multiplier.</summary>
    public double Cap { get; init; } = 2.25;

    /// <summary>Weight of the stressed volatility in the margin, [0, 1] (Regulation (EU) 153/2013, Art. 28(1)(b)).</summary>
    public double StressWeight { get; init; } = 0.25;

    /// <summary>Whether margin stays at or above that of the ten-year volatility (Art. 28(1)(c)).</summary>
    public bool HasFloor { get; init; } = true;
}

/// <summary>Daily margins in units of volatility: multiply by a tail factor for a rate of notional.</summary>
public static class DailyRates
{
    private const int TenYears = 2_500;
    private const int Year = 250;

    /// <summary>Margins at the close of every day.</summary>
    /// <param name="input">Returns and forecasts, one per day.</param>
    /// <param name="rules">Baseline, overlay, operators.</param>
    /// <param name="isLearned">Whether the blend counts; else GARCH alone raises.</param>
    /// <returns>One per day, fraction &gt; 0. The stressed year and the floor use the days there are.</returns>
    public static double[] Of(DailyInput input, DailyRules rules, bool isLearned)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(rules);
        OverlayRules overlay = new()
        {
            WeightMl = 1,
            Cap = rules.Cap,
            MaxStep = rules.MaxStep,
            StepSeconds = 1,
            HalfLifeSeconds = rules.HalfLifeDays,
            NoticeSeconds = 0,
            RampSeconds = 0,
        };
        EwmaState reference = new(rules.ReferenceHalfLifeDays);
        LongVolatility history = new(TenYears, Year);
        double[] rates = new double[input.Returns.Count];
        OverlayState? state = null;
        for (int d = 0; d < rates.Length; d++)
        {
            double squared = input.Returns[d] * input.Returns[d];
            reference.Append(squared);
            history.Append(squared);
            double sigma = Math.Sqrt(reference.Variance);
            Timestamp day = new(d * 1_000_000_000L);                  // a trading day is a second: the overlay counts steps
            MarginOverlay decide = new(overlay, new OverlayForecast(sigma, input.Garch[d], isLearned ? input.Blend[d] : input.Garch[d], day, day + TimeSpan.FromSeconds(1)))
            {
                Previous = state,
                KillSwitch = !isLearned,
            };
            OverlayOutcome outcome = ForecastOverlay.Decide(decide, day);
            state = ForecastOverlay.NextState(decide, outcome, day);
            double raised = sigma * outcome.Multiplier;
            double damped = ((1 - rules.StressWeight) * raised) + (rules.StressWeight * history.WorstYear);
            rates[d] = rules.HasFloor ? Math.Max(damped, history.TenYear) : damped;
        }

        return rates;
    }

    // Running volatility of ten years, and the worst year inside them.
    private sealed class LongVolatility(int longest, int year)
    {
        private readonly List<double> _totals = [0];
        private readonly List<double> _years = [];

        public double TenYear => Math.Sqrt(Mean(longest));

        public double WorstYear => Math.Sqrt(_years.Skip(Math.Max(0, _years.Count - longest)).Max());

        public void Append(double squared)
        {
            _totals.Add(_totals[^1] + squared);
            _years.Add(Mean(year));
        }

        private double Mean(int days)
        {
            int n = Math.Min(days, _totals.Count - 1);
            return (_totals[^1] - _totals[^(n + 1)]) / n;
        }
    }
}
