using System.CommandLine;
using System.Globalization;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms backtest exchange</c>: our margins against those that an exchange really charged.</summary>
internal static class BacktestExchange
{
    private static readonly Option<string> Data = new("--data") { Description = "LEAN archive of hourly bars of the underlying, from years before the span.", Required = true };
    private static readonly Option<string> Margins = new("--margins") { Description = "CSV of the exchange: date,initial,maintenance.", Required = true };
    private static readonly Option<double> Units = new("--units") { Description = "Contract notional ÷ price of the bars.", DefaultValueFactory = _ => 500 };
    private static readonly Option<string> Start = new("--start") { Description = "First day judged.", DefaultValueFactory = _ => "1900-01-01" };
    private static readonly Option<string> End = new("--end") { Description = "Last day judged.", DefaultValueFactory = _ => "2999-12-31" };
    private static readonly Option<double> HalfLife = new("--half-life") { Description = "Trading days in which a raise may halve.", DefaultValueFactory = _ => new DailyRules().HalfLifeDays };
    private static readonly Option<double> Stress = new("--stress-weight") { Description = "Weight of the stressed volatility, 0 to 1.", DefaultValueFactory = _ => new DailyRules().StressWeight };
    private static readonly Option<double> MaxStep = new("--max-step") { Description = "Largest rise of the multiplier in a day, fraction.", DefaultValueFactory = _ => new DailyRules().MaxStep };
    private static readonly Option<double> Cap = new("--cap") { Description = "Largest multiplier.", DefaultValueFactory = _ => new DailyRules().Cap };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for exchange.json and exchange.svg.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("exchange",
            "Set margins against those that an exchange really charged.\nExample: dms backtest exchange --data equity_usa_hour_spy.zip --margins ES.csv --out out/")
        {
            Data, Margins, Units, Start, End, HalfLife, Stress, MaxStep, Cap, Out, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        DailyRules rules = new()
        {
            HalfLifeDays = InRange(parsed.GetValue(HalfLife), 0.1, 10_000, "--half-life"),
            MaxStep = InRange(parsed.GetValue(MaxStep), 0, 100, "--max-step"),
            Cap = InRange(parsed.GetValue(Cap), 1, 100, "--cap"),
            StressWeight = InRange(parsed.GetValue(Stress), 0, 1, "--stress-weight"),
        };
        ExchangeResult result = ExchangeWork.Run(
            LeanBarsFile.ReadEquity(parsed.GetValue(Data)!), ExchangeMarginFile.Read(parsed.GetValue(Margins)!),
            InRange(parsed.GetValue(Units), 1e-9, 1e9, "--units"), rules, (Day(parsed.GetValue(Start)!, "--start"), Day(parsed.GetValue(End)!, "--end")), cancellation);
        string json = ExchangeReport.Json(result, rules);
        byte[] picture = ExchangeReport.Picture(result);
        OutputFolder.Write(folder, [("exchange.json", s => s.Write(Encoding.UTF8.GetBytes(json))), ("exchange.svg", s => s.Write(picture))]);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(json);
        }
        else
        {
            ExchangeReport.Table(result);
        }

        return ExitCode.Done;
    }

    private static double InRange(double value, double low, double high, string option) => value >= low && value <= high
        ? value
        : throw new UsageException($"Found {value.ToString(CultureInfo.InvariantCulture)}; allowed {low.ToString(CultureInfo.InvariantCulture)} … {high.ToString(CultureInfo.InvariantCulture)}.", option);

    private static DateOnly Day(string text, string option) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new UsageException($"Found '{text}'; expected a day such as 2012-03-26.", option);
}
