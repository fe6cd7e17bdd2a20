using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms calibrate sensitivities</c>: weights and correlations of a sensitivities policy.</summary>
internal static class CalibrateSensitivities
{
    private static readonly Option<string[]> Factor = new("--factor") { Description = "class/bucket/factor=bars file; may repeat, and once more for each further file of a factor.", Required = true };
    private static readonly Option<double> Confidence = new("--confidence") { Description = "Level of the quantiles, above 0.5 and below 1.", DefaultValueFactory = _ => 0.99 };
    private static readonly Option<int> Days = new("--horizon-days") { Description = "Days that a move may take, 1 or more.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> Ratio = new("--maintenance-ratio") { Description = "Maintenance margin as a fraction of initial margin, 0 to 1.", DefaultValueFactory = _ => 0.8 };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for policy.json and calibration.json.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "The policy as JSON on standard output." };

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("sensitivities",
            "Weights of the sensitivities policy as quantiles of what each factor did, and correlations drawn toward 0 by their uncertainty.\n"
            + "Example: dms calibrate sensitivities --factor crypto/major/BTC=data/samples/SIM-BTC.csv.gz --out out/weights")
        {
            Factor, Confidence, Days, Ratio, Out, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        SensitivityCalibrationRules rules = RulesOf(parsed);
        IReadOnlyList<FactorHistory> histories = FactorFiles.Load(parsed.GetValue(Factor)!, cancellation);
        int least = 3 * rules.HorizonDays;
        SensitivityCalibrationResult result = histories[0].DailyChanges.Count >= least
            ? SensitivityCalibration.Of(histories, rules)
            : throw new UsageException(
                $"The files have {histories[0].DailyChanges.Count} days in common after the first 20; needed are {least}.", "--factor");
        byte[] policy = Bytes(w => PolicyWriter.Write(w, new SensitivitiesPolicy(result.Parameters)));
        byte[] report = Bytes(w => WriteReport(w, result, rules));
        OutputFolder.Write(folder, ("policy.json", s => s.Write(policy)), ("calibration.json", s => s.Write(report)));
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(policy));
        }
        else
        {
            Table(result, folder);
        }

        return ExitCode.Done;
    }

    private static SensitivityCalibrationRules RulesOf(ParseResult parsed)
    {
        (double confidence, int days, double ratio) = (parsed.GetValue(Confidence), parsed.GetValue(Days), parsed.GetValue(Ratio));
        return confidence is not (> 0.5 and < 1) ? throw new UsageException($"Found {confidence}; allowed above 0.5 and below 1.", "--confidence")
            : days < 1 ? throw new UsageException($"Found {days}; allowed 1 or more.", "--horizon-days")
            : ratio is not (>= 0 and <= 1) ? throw new UsageException($"Found {ratio}; allowed 0 to 1.", "--maintenance-ratio")
            : new() { Confidence = confidence, HorizonDays = days, MaintenanceRatio = ratio };
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Indented))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static void WriteReport(Utf8JsonWriter w, SensitivityCalibrationResult r, SensitivityCalibrationRules rules)
    {
        w.WriteStartObject();
        w.WriteString("schema", "dms-calibration-of-sensitivities/1");
        w.WriteNumber("confidence", rules.Confidence);
        w.WriteNumber("horizonDays", rules.HorizonDays);
        w.WriteNumber("windows", r.Windows);
        w.WriteStartArray("factors");
        foreach (CalibratedFactor f in r.Factors)
        {
            w.WriteStartObject();
            w.WriteString("riskClass", f.RiskClass);
            w.WriteString("bucket", f.Bucket);
            w.WriteString("factor", f.Factor);
            w.WriteNumber("weight", f.Weight);
            w.WriteNumber("beyond", f.Beyond);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteStartArray("correlations");
        foreach (CorrelationShrinkage s in r.Shrinkage)
        {
            w.WriteStartObject();
            w.WriteString("of", s.Name);
            w.WriteNumber("sample", s.Sample);
            w.WriteNumber("shrunkBy", s.Intensity);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Table(SensitivityCalibrationResult r, string folder)
    {
        Table table = new Table().AddColumns("class", "bucket", "factor", "own weight %", "bucket's %", "vega", "beyond %");
        foreach (CalibratedFactor f in r.Factors)
        {
            RiskBucket bucket = r.Parameters.RiskClasses.Single(c => c.Id == f.RiskClass).Buckets.Single(b => b.Id == f.Bucket);
            table.AddRow(
                f.RiskClass, f.Bucket, f.Factor, F(100 * f.Weight), F(100 * bucket.RiskWeight), F(bucket.VegaRiskWeight), F(100 * f.Beyond));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"From {r.Windows} windows. Written to {Path.Combine(folder, "policy.json")}.");
    }

    private static string F(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
