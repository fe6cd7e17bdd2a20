using System.CommandLine;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms surface</c>: volatility surfaces of option chains.</summary>
internal static class SurfaceCommand
{
    private static readonly Option<string[]> Data = new("--data") { Description = "Option chains of Deribit, CSV or CSV.gz; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> SviOnly = new("--svi-only") { Description = "One SVI smile per expiry, without correction within the strikes." };
    private static readonly Option<double> Spread = new("--spread") { Description = "Largest spread of a liquid quote, fraction of its middle, above 0 and at most 2.", DefaultValueFactory = _ => new LiquidityRule().LargestSpread };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for study.json and surface.svg.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command tree.</summary>
    public static Command Create()
    {
        Command fit = new("fit",
            "Draw a surface through every snapshot, check it for arbitrage, and count the quotes that hold it between bid and ask.\nExample: dms surface fit --data deribit_chain_202601.csv.gz --json")
        {
            Data, SviOnly, Spread, Json,
        };
        fit.SetAction((parsed, cancellation) => Task.Run(() => Fit(parsed, cancellation), cancellation));
        Command study = new("study",
            "Shortfall of short wings over the next snapshot, by how their margin treats skew and forecast.\nExample: dms surface study --data deribit_chain_202601.csv.gz --out out/")
        {
            Data, SviOnly, Spread, Out, Json,
        };
        study.SetAction((parsed, cancellation) => Task.Run(() => Study(parsed, cancellation), cancellation));
        return new Command("surface", "Volatility surfaces of option chains.") { fit, study };
    }

    private static int Fit(ParseResult parsed, CancellationToken cancellation)
    {
        LiquidityRule rule = RuleOf(parsed);
        IReadOnlyList<SnapshotFit> fits = FitAll(parsed, rule, cancellation);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(SurfaceReport.Fits(fits, rule));
        }
        else
        {
            SurfaceReport.Table(fits);
        }

        return fits.All(f => f.Result.Surface is not null) ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static int Study(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        IReadOnlyList<SnapshotFit> fits = FitAll(parsed, RuleOf(parsed), cancellation);
        WingStudy study = new();
        foreach (IGrouping<string, SnapshotFit> underlying in fits.GroupBy(f => f.Chain.Underlying).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            study.Follow([.. underlying.OrderBy(f => f.Chain.At)]);
        }

        string json = SurfaceReport.Study(fits, study);
        byte[] picture = SurfaceReport.Picture(fits);
        OutputFolder.Write(folder, [("study.json", s => s.Write(Encoding.UTF8.GetBytes(json))), ("surface.svg", s => s.Write(picture))]);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(json);
        }
        else
        {
            SurfaceReport.Table(fits);
            SurfaceReport.Table(study);
        }

        return ExitCode.Done;
    }

    private static List<SnapshotFit> FitAll(ParseResult parsed, LiquidityRule rule, CancellationToken cancellation)
    {
        OptionChain[] chains = [.. parsed.GetValue(Data)!.SelectMany(f => new DeribitChainFile(f).Read(cancellation)).OrderBy(c => c.At)];
        using ProgressLine progress = new("Drawing surfaces");
        List<SnapshotFit> fits = [];
        for (int i = 0; i < chains.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Show(i, chains.Length);
            if (SurfaceFitWork.Fit(chains[i], rule, !parsed.GetValue(SviOnly)) is { } fit)
            {
                fits.Add(fit);
            }
        }

        return fits.Count > 0
            ? fits
            : throw new InputRefusedException("too-few-quotes", "No expiry has six quotes with bid and ask. Give a fuller chain.", "--data");
    }

    private static LiquidityRule RuleOf(ParseResult parsed) => parsed.GetValue(Spread) is > 0 and <= 2 and double spread
        ? new LiquidityRule { LargestSpread = spread }
        : throw new UsageException("Allowed is a fraction above 0 and at most 2.", "--spread");
}
