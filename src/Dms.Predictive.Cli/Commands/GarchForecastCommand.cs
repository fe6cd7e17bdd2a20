using System.CommandLine;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms garch forecast</c>: fits a series and forecasts variance, value-at-risk and expected
/// shortfall.</summary>
internal static class GarchForecastCommand
{
    private const int MostPaths = 10_000_000;
    private const int FewestDraws = 20;
    private static readonly string[] Methods = ["auto", "analytic", "simulation", "historical"];

    private static readonly Option<string> Method = new("--method")
    {
        Description = "auto (closed form where there is one), analytic, simulation (innovations of the fitted law) or "
            + "historical (innovations drawn from past standardised residuals).",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<int> Paths = Whole("--paths", 10_000, "Simulated paths, 2 to 10000000.");
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the paths.", DefaultValueFactory = _ => 17 };
    private static readonly Option<int> Threads = Whole("--threads", 1, "Threads, 1 to 256; the answer is the same to the bit.");
    private static readonly Option<int> Draws = Whole("--bootstrap", 0,
        "Draw the parameters so many times around their estimates for an interval around the variance; 0 or at least 20.");

    private static readonly Option<bool> Antithetic = new("--antithetic") { Description = "Mirror every path." };
    private static readonly Option<double[]> Confidence = new("--confidence")
    {
        Description = "Confidences of value-at-risk and expected shortfall, each inside (0, 1).",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [0.95, 0.99],
    };

    private static readonly Option<string> Unit = new("--unit")
    {
        Description = "Unit of the returns, carried into the answer: fraction or percent.",
        DefaultValueFactory = _ => "fraction",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new(
            "forecast",
            "Fit a model and forecast variance, value-at-risk and expected shortfall over the next bars. "
            + "Example: dms garch forecast --input returns.csv --model egarch --distribution skewt --horizon 10 --json")
        {
            GarchFitCommand.Input, GarchFitCommand.Column, GarchFitCommand.Model, GarchFitCommand.Distribution,
            GarchFitCommand.Mean, GarchFitCommand.Start, GarchFitCommand.Horizon, GarchFitCommand.Realized,
            Method, Paths, Seed, Threads, Antithetic, Confidence, Draws, Unit, GarchFitCommand.Json,
        };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed, cancel)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        GarchModelOptions model = GarchFitCommand.OptionsOf(parsed);
        GarchForecastOptions wanted = WantedOf(parsed, cancel);
        int draws = GarchFitCommand.InRange(parsed.GetValue(Draws), 0, MostPaths, "--bootstrap");
        if (draws is > 0 and < FewestDraws || (draws > 0 && model.Model == GarchModel.Realized))
        {
            throw new UsageException(
                draws < FewestDraws ? $"{draws} draws; at least {FewestDraws} are needed." : "realgarch has no parameter draws.",
                "--bootstrap");
        }

        if (wanted is { Method: ForecastMethod.Analytic, Horizon: > 1 }
            && model.Model is (GarchModel.Egarch or GarchModel.Tarch or GarchModel.Aparch))
        {
            throw new UsageException("The model has no closed form beyond one bar.", "--method");
        }

        double[] returns = GarchSeries.Read(parsed.GetValue(GarchFitCommand.Input)!, parsed.GetValue(GarchFitCommand.Column));
        GarchModelFit fit = GarchFitCommand.FitOf(parsed, returns, model);
        GarchForecaster? forecaster = fit.End is null ? null : GarchForecaster.Of(fit, wanted);
        GarchForecastReport report = new(fit)
        {
            Variance = forecaster?.Variance(),
            Returns = forecaster?.Returns(),
            Interval = fit.End is null || draws == 0
                ? null
                : ParameterBootstrap.Interval(fit, returns, wanted, draws),
        };
        if (parsed.GetValue(GarchFitCommand.Json))
        {
            Console.Out.WriteLine(report.ToJson());
        }
        else
        {
            report.Show();
        }

        return ExitCode.Done;
    }

    private static GarchForecastOptions WantedOf(ParseResult parsed, CancellationToken cancel)
    {
        string method = GarchFitCommand.Supported(parsed.GetValue(Method)!, "--method", Methods);
        string unit = GarchFitCommand.Supported(parsed.GetValue(Unit)!, "--unit", "fraction", "percent");
        double[] confidences = parsed.GetValue(Confidence)!;
        if (confidences.Any(c => !(c is > 0 and < 1)))
        {
            throw new UsageException("A confidence lies inside (0, 1), such as 0.99.", "--confidence");
        }

        if (method == "historical" && parsed.GetValue(GarchFitCommand.Realized) is not null)
        {
            throw new UsageException("realgarch is simulated from its law.", "--method");
        }

        int threads = GarchFitCommand.InRange(parsed.GetValue(Threads), 1, 256, "--threads");
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        return new()
        {
            Horizon = GarchFitCommand.InRange(parsed.GetValue(GarchFitCommand.Horizon), 1, 100_000, "--horizon"),
            Method = method switch
            {
                "analytic" => ForecastMethod.Analytic,
                "simulation" => ForecastMethod.Simulation,
                "historical" => ForecastMethod.FilteredHistorical,
                _ => null,
            },
            Paths = GarchFitCommand.InRange(parsed.GetValue(Paths), 2, MostPaths, "--paths"),
            Seed = parsed.GetValue(Seed),
            Antithetic = parsed.GetValue(Antithetic),
            Confidences = confidences,
            Unit = unit == "percent" ? ReturnUnit.Percent : ReturnUnit.Fraction,
            ForEach = threads == 1 ? null : (count, run) => Parallel.For(0, count, parallel, run),
        };
    }

    private static Option<int> Whole(string name, int preset, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => preset };
}
