using System.CommandLine;
using System.Diagnostics;
using Dms.Predictive.Cli.Work.Garch;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms garch fit</c>: a series in, an honest fit out.</summary>
internal static class GarchFitCommand
{
    private const int WarmUpMilliseconds = 400;
    private const int MostSteps = 100_000;
    internal static readonly Option<string> Input = new("--input")
    {
        Description = "CSV or CSV.gz with a header, one return per row, oldest first.",
        Required = true,
    };

    internal static readonly Option<string?> Column = new("--column")
    {
        Description = "Column with the returns; default is the first numeric one.",
    };

    internal static readonly Option<string> Model = Word("--model", "garch",
        "Recursion: garch, gjr, egarch, tarch, aparch, figarch or realgarch.");

    internal static readonly Option<string> Distribution =
        Word("--distribution", "normal", "Law of the innovations: normal, t, skewt or ged.");

    internal static readonly Option<string> Mean = Word("--mean", "constant", "constant or zero.");
    internal static readonly Option<string> Start = Word("--start", "backcast",
        "Level before the first return: backcast (0.94-weighted squares of the first 75 residuals), sample "
        + "(mean square at the current mean), aparch-sample (aparch only), first (squared first residual) or "
        + "unconditional (garch, gjr, egarch).");

    internal static readonly Option<int> Horizon = Whole("--horizon", 5, "Bars of the variance forecast, 1 to 100000.");
    private static readonly Option<int> Repeat = Whole("--repeat", 0, "Time the warm fit this many times.");
    internal static readonly Option<string?> Realized = new("--realized")
    {
        Description = "Column with realized variances; for model realgarch only.",
    };

    private static readonly Option<string?> Figures = new("--figures")
    {
        Description = "Folder for pictures of the fit as PNG: volatility, innovations, news impact, fan of returns ahead.",
    };

    internal static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new(
            "fit",
            "Fit a conditional-variance model by maximum likelihood. Returns are used as given; results are in their "
            + "unit. Example: dms garch fit --input returns.csv --model gjr --distribution t --json")
        {
            Input, Column, Model, Distribution, Mean, Start, Horizon, Realized, Repeat, Figures, Json,
        };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed, cancel)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        GarchModelOptions options = OptionsOf(parsed);
        int horizon = InRange(parsed.GetValue(Horizon), 1, MostSteps, "--horizon");
        int repeat = InRange(parsed.GetValue(Repeat), 0, MostSteps, "--repeat");
        double[] returns = GarchSeries.Read(parsed.GetValue(Input)!, parsed.GetValue(Column));
        double[]? realized = RealizedOf(parsed);
        Func<GarchModelFit> fit = realized is null
            ? () => GarchFamily.Fit(returns, options)
            : () => RealizedGarch.Fit(returns, realized, options.Mean).Joint;
        GarchModelFit found = fit();
        double? medianMs = repeat > 0 ? MedianTime(fit, repeat, cancel) : null;
        GarchReport report = new(found, horizon, medianMs, repeat)
        {
            ReturnLogLikelihood = realized is null
                ? null
                : RealizedGarch.Fit(returns, realized, options.Mean).ReturnLogLikelihood,
        };
        if (parsed.GetValue(Figures) is { } folder && found.End is not null)
        {
            GarchFigures.Write(folder, found, returns, horizon);
        }

        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report.ToJson());
        }
        else
        {
            report.Show();
        }

        return ExitCode.Done;
    }

    /// <summary>Fits what the options name.</summary>
    internal static GarchModelFit FitOf(ParseResult parsed, double[] returns, GarchModelOptions options) =>
        RealizedOf(parsed) is { } realized
            ? RealizedGarch.Fit(returns, realized, options.Mean).Joint
            : GarchFamily.Fit(returns, options);

    private static double[]? RealizedOf(ParseResult parsed) => parsed.GetValue(Realized) is { } column
        ? GarchSeries.ReadPositive(parsed.GetValue(Input)!, column)
        : null;

    /// <summary>The model that the options name.</summary>
    internal static GarchModelOptions OptionsOf(ParseResult parsed)
    {
        string model = Supported(parsed.GetValue(Model)!, "--model", GarchWords.Models);
        string distribution = Supported(parsed.GetValue(Distribution)!, "--distribution", GarchWords.Distributions);
        bool withRealized = parsed.GetValue(Realized) is not null;
        if (withRealized != (model == "realgarch"))
        {
            throw new UsageException(
                withRealized
                    ? "Only the model realgarch reads realized variances."
                    : "The model realgarch needs the column with realized variances.",
                "--realized");
        }

        string mean = Supported(parsed.GetValue(Mean)!, "--mean", "constant", "zero");
        string start = Supported(parsed.GetValue(Start)!, "--start", GarchWords.Starts);
        if (start == "aparch-sample" && model != "aparch")
        {
            throw new UsageException("The start rule aparch-sample belongs to aparch.", "--start");
        }

        if (start == "unconditional" && model is not ("garch" or "gjr" or "egarch"))
        {
            throw new UsageException("Only garch, gjr and egarch start from their level.", "--start");
        }

        if (withRealized && (distribution != "normal" || start != "backcast"))
        {
            throw new UsageException(
                "The model realgarch supports the distribution normal and the start backcast.",
                distribution != "normal" ? "--distribution" : "--start");
        }

        return new GarchModelOptions(
            (GarchModel)Array.IndexOf(GarchWords.Models, model),
            (GarchDistribution)Array.IndexOf(GarchWords.Distributions, distribution),
            mean == "zero" ? GarchMean.Zero : GarchMean.Constant,
            (GarchStart)Array.IndexOf(GarchWords.Starts, start));
    }

    /// <summary>Median milliseconds of a warm fit alone, without reading the file.</summary>
    private static double MedianTime(Func<GarchModelFit> fit, int repeat, CancellationToken cancel)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < WarmUpMilliseconds)
        {
            cancel.ThrowIfCancellationRequested();
            fit();
        }

        double[] times = new double[repeat];
        for (int i = 0; i < repeat; i++)
        {
            cancel.ThrowIfCancellationRequested();
            long from = Stopwatch.GetTimestamp();
            fit();
            times[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }

        return Quantile.Of(times, 0.5);
    }

    /// <summary>Passes a known word.</summary>
    internal static string Supported(string value, string option, params string[] words) => words.Contains(value)
        ? value
        : throw new UsageException($"'{value}' is not supported; supported: {string.Join(", ", words)}.", option);

    /// <summary>Passes a number in its range.</summary>
    internal static int InRange(int value, int from, int to, string option) => value >= from && value <= to
        ? value
        : throw new UsageException($"{value} is outside {from} to {to}.", option);

    private static Option<string> Word(string name, string preset, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => preset };

    private static Option<int> Whole(string name, int preset, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => preset };
}
