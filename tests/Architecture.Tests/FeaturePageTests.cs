using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Features.OrderFlow;
using Dms.Predictive.MarketData;

namespace Architecture.Tests;

public sealed class FeaturePageTests
{
    private const string GeneralHeader = "time,published_at,value";

    [Fact]
    public void FeaturePage_AgainstTheCatalog_IsCurrent() =>
        GeneratedPage.AssertCurrent("docs/reference/features.md", Write(FeatureCatalog.Bars));

    private static string Write(FeatureSchema schema)
    {
        StringBuilder page = new();
        page.Append("# Features\n\nWritten from `FeatureCatalog` by a test; do not edit.\n\n")
            .Append($"Schema version {schema.Version}, {schema.Count} features, one-minute bars. Hash `{schema.Hash}`.\n")
            .Append("`r` is the log return of a bar in percent. A feature is NaN until its warm-up has passed.\n")
            .Append("A missing bar counts as an empty bar at the last close.\n");
        WriteFamilies(page, schema.Features);
        WriteSeries(page);
        WriteFamilies(page, FeatureCatalog.WithSeries.Features.Skip(schema.Count));
        page.Append("\n## Trades and books\n\n")
            .Append("`--flow FILE` adds the features below. They are made of flow bars: one row a minute of what was received in it, known at its ")
            .Append("close. A window says something when four fifths of its minutes are there; a book that was silent for more than ")
            .Append($"{FlowBarBuilder.StaleSeconds:0} s, crossed or lost is missing, never carried.\n");
        WriteFamilies(page, FeatureCatalog.WithFlow.Features.Skip(schema.Count));
        page.Append("\n## Other instruments\n\n")
            .Append("`--peer FILE` adds the features below for each other instrument, called here `peer`, and those of the panel of all of them once.\n");
        WriteFamilies(page, FeatureCatalog.WithPeer.Features.Skip(schema.Count));
        page.Append("\n## Singular spectrum\n\n")
            .Append("`--spectrum` adds the features below. They need bars only, and are off by default: ")
            .Append("[what they are worth](time-series-operators.md#as-features).\n");
        WriteFamilies(page, FeatureCatalog.WithSpectrum.Features.Skip(schema.Count));
        return page.ToString();
    }

    private static void WriteFamilies(StringBuilder page, IEnumerable<FeatureDefinition> features)
    {
        foreach (IGrouping<string, FeatureDefinition> family in features.GroupBy(f => f.Family))
        {
            page.Append($"\n## {family.Key}\n\n| Feature | Unit | Formula | Warm-up, min |\n|---|---|---|---:|\n");
            foreach (FeatureDefinition f in family)
            {
                page.Append($"| `{f.Name}` | {Cell(f.Unit)} | {Cell(f.Formula)} | {f.WarmUpMinutes} |\n");
            }
        }
    }

    private static void WriteSeries(StringBuilder page)
    {
        page.Append("\n## Slow series\n\n")
            .Append("`--series KIND=FILE` of `dms train`, `dms evaluate` and `dms ablate` adds the features of the families below, in their order, ")
            .Append("after those of bars; without it the schema is the one above.\n")
            .Append("A value counts from its publication, never from its date; `KIND+DELAY=FILE` (`vix+26h=vix.csv`) states another delay. ")
            .Append($"Any series can be given as `{GeneralHeader}` (UTC): the same `time` published again is a restatement and counts from its own ")
            .Append("publication. Rows are in order of publication; repeats, disorder and bad numbers are refused with their line, empty cells ")
            .Append("and `NA` are absent. `taker` stands for both sides of a flow file, `macro` for `vix`, `dxy`, `fear-greed` and `hash-rate` of ")
            .Append("one daily file. `custom:NAME` is any other series; its features are formed like those of `vix`. A custom series of a daily ")
            .Append("file (`date`, a column NAME) needs a stated delay. Saturday and Sunday rows of `vix` and `dxy` only carry Friday and are not read.\n")
            .Append("A value that was not published yet, or is older than its limit, is NaN.\n\n")
            .Append("| Kind | Unit | First line of the file | Published | Carried, h |\n|---|---|---|---|---:|\n");
        foreach (SlowSeriesKind kind in SlowSeriesKind.Known)
        {
            (string header, string published) = SeriesFile.Describe(kind);
            page.Append($"| `{kind.Name}` | {kind.Unit} | {header} | {published} | {kind.StaleAfter.TotalHours:0.##} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
