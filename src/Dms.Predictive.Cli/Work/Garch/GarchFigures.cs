using Dms.Predictive.Volatility;
using ScottPlot;

namespace Dms.Predictive.Cli.Work.Garch;

/// <summary>Pictures of a fit: volatility over the returns, innovations, news impact, and a fan of what may come.</summary>
/// <remarks>Notebooks show a <see cref="Plot"/> as it is; the command line writes it to a file.</remarks>
public static class GarchFigures
{
    private const int WidthPixels = 900;
    private const int HeightPixels = 480;
    private const int MostPoints = 5_000;
    private static readonly Color Line = Color.FromHex("#1f4e79");
    private static readonly Color Light = Color.FromHex("#b8c4d0");
    private static readonly Color Warm = Color.FromHex("#b5541c");

    /// <summary>Returns with ±2 conditional deviations around the mean.</summary>
    /// <param name="fit">A fit with parameters.</param>
    /// <param name="returns">The returns of the fit, oldest first.</param>
    /// <exception cref="ArgumentException">The fit has no parameters, or the returns are not its own.</exception>
    public static Plot Volatility(GarchModelFit fit, IReadOnlyList<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        Require(fit);
        if (returns.Count != fit.Count)
        {
            throw new ArgumentException($"{returns.Count} returns for a fit of {fit.Count}.", nameof(returns));
        }

        Plot plot = Titled("Returns and ±2 conditional standard deviations", "return number", "return");
        int[] shown = Shown(fit.Count);
        double mu = GarchModelParameters.Of(fit).Mu;
        Add(plot, shown, [.. shown.Select(t => returns[t])], Light, "return");
        Add(plot, shown, [.. shown.Select(t => mu + (2 * Math.Sqrt(fit.Variances[t])))], Line, "±2 deviations");
        Add(plot, shown, [.. shown.Select(t => mu - (2 * Math.Sqrt(fit.Variances[t])))], Line, null);
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    /// <summary>Quantiles of the innovations against those of the fitted law.</summary>
    /// <param name="fit">A fit with parameters.</param>
    /// <exception cref="ArgumentException">The fit has no parameters.</exception>
    public static Plot Innovations(GarchModelFit fit)
    {
        Require(fit);
        InnovationLaw law = GarchModelParameters.Of(fit).Law;
        double[] ordered = [.. fit.Innovations.Order()];
        int[] shown = Shown(ordered.Length);
        double[] expected = [.. shown.Select(i => law.Quantile((i + 0.5) / ordered.Length))];
        Plot plot = Titled("Innovations against the fitted law", "quantile of the law", "quantile of the innovations");
        var points = plot.Add.ScatterPoints(expected, [.. shown.Select(i => ordered[i])]);
        (points.Color, points.MarkerSize) = (Line, 4);
        var equal = plot.Add.Line(expected[0], expected[0], expected[^1], expected[^1]);
        (equal.LineColor, equal.LineWidth) = (Warm, 1.5f);
        return plot;
    }

    /// <summary>Next deviation by the size of today's innovation, from today's last variance.</summary>
    /// <param name="fit">A fit with parameters; not of realized GARCH, which moves by its realized variance.</param>
    /// <exception cref="ArgumentException">The fit has no parameters or reads realized variances.</exception>
    public static Plot NewsImpact(GarchModelFit fit)
    {
        Require(fit);
        if (fit.Options.Model == GarchModel.Realized)
        {
            throw new ArgumentException("Realized GARCH moves by its realized variance.", nameof(fit));
        }

        double mu = GarchModelParameters.Of(fit).Mu, sigma = Math.Sqrt(fit.NextVariance);
        double[] z = [.. Enumerable.Range(-100, 201).Select(i => i / 20.0)];
        double[] next = [.. z.Select(x =>
        {
            GarchModelState state = new(fit.End!);
            state.Append(mu + (sigma * x));
            return Math.Sqrt(state.NextVariance);
        })];
        Plot plot = Titled("News impact", "innovation today", "standard deviation tomorrow");
        var curve = plot.Add.ScatterLine(z, next);
        (curve.Color, curve.LineWidth) = (Line, 2);
        return plot;
    }

    /// <summary>Cumulative return ahead: 50 %, 90 % and 98 % of simulated paths, and the expected deviation.</summary>
    /// <param name="fit">A fit with parameters.</param>
    /// <param name="horizon">Bars ahead; ≥ 1.</param>
    /// <param name="seed">Seed of the paths.</param>
    /// <exception cref="ArgumentException">The fit has no parameters.</exception>
    public static Plot Fan(GarchModelFit fit, int horizon, long seed)
    {
        Require(fit);
        double[] bars = [.. Marks(horizon).Select(h => (double)h)];
        double[] levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
        double[][] quantiles = [.. bars.Select(h => GarchForecaster.Of(fit, new()
        {
            Horizon = (int)h, Seed = seed, Levels = levels, Method = ForecastMethod.Simulation,
        }).Returns().Quantiles.Select(q => q.Value).ToArray())];
        Plot plot = Titled("Return ahead: 50, 90 and 98 % of paths", "bars ahead", "cumulative return");
        double[] At(int level) => [.. quantiles.Select(q => q[level])];
        for (int band = 0; band < 3; band++)
        {
            var fill = plot.Add.FillY(bars, At(band), At(6 - band));
            (fill.FillColor, fill.LineColor) = (Line.WithAlpha(0.15 + (0.15 * band)), Colors.Transparent);
        }

        var median = plot.Add.ScatterLine(bars, At(3));
        (median.Color, median.LineWidth) = (Warm, 2);
        return plot;
    }

    /// <summary>Writes every picture that the model has as PNG; each appears whole or not at all.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="fit">A fit with parameters.</param>
    /// <param name="returns">The returns of the fit.</param>
    /// <param name="horizon">Bars of the fan.</param>
    /// <returns>Paths written.</returns>
    public static IReadOnlyList<string> Write(
        string folder, GarchModelFit fit, IReadOnlyList<double> returns, int horizon)
    {
        Directory.CreateDirectory(folder);
        List<(string Name, Plot Plot)> plots =
        [
            ("volatility", Volatility(fit, returns)), ("innovations", Innovations(fit)), ("fan", Fan(fit, horizon, 17)),
        ];
        if (fit.Options.Model != GarchModel.Realized)
        {
            plots.Add(("news-impact", NewsImpact(fit)));
        }

        List<string> written = [];
        foreach ((string name, Plot plot) in plots)
        {
            string path = Path.Combine(folder, $"{name}.png"), part = path + ".part";
            File.WriteAllBytes(part, plot.GetImage(WidthPixels, HeightPixels).GetImageBytes(ImageFormat.Png));
            File.Move(part, path, overwrite: true);
            written.Add(path);
        }

        return written;
    }

    private static void Require(GarchModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        if (fit.End is null)
        {
            throw new ArgumentException($"The fit has no parameters: {fit.Status}, {fit.Message}", nameof(fit));
        }
    }

    private static Plot Titled(string title, string across, string up)
    {
        Plot plot = new();
        plot.Title(title);
        plot.XLabel(across);
        plot.YLabel(up);
        return plot;
    }

    private static void Add(Plot plot, int[] at, double[] values, Color color, string? legend)
    {
        var line = plot.Add.ScatterLine([.. at.Select(t => (double)t)], values);
        (line.Color, line.LineWidth) = (color, 1);
        line.LegendText = legend ?? "";
    }

    /// <summary>At most some thousand places, evenly; both ends are among them.</summary>
    private static int[] Shown(int count)
    {
        int points = Math.Min(count, MostPoints);
        return [.. Enumerable.Range(0, points).Select(i => points == 1 ? 0 : (int)((long)i * (count - 1) / (points - 1)))];
    }

    /// <summary>At most forty horizons up to the last.</summary>
    private static IEnumerable<int> Marks(int horizon) =>
        Enumerable.Range(1, Math.Min(horizon, 40)).Select(i => (int)((long)i * horizon / Math.Min(horizon, 40))).Distinct();
}
