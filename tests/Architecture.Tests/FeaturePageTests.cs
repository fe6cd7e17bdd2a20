using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Architecture.Tests;

public sealed class FeaturePageTests
{
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
        foreach (IGrouping<string, FeatureDefinition> family in schema.Features.GroupBy(f => f.Family))
        {
            page.Append($"\n## {family.Key}\n\n| Feature | Unit | Formula | Warm-up, min |\n|---|---|---|---:|\n");
            foreach (FeatureDefinition f in family)
            {
                page.Append($"| `{f.Name}` | {Cell(f.Unit)} | {Cell(f.Formula)} | {f.WarmUpMinutes} |\n");
            }
        }

        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
