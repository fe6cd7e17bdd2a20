using System.Globalization;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Features;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Tells the owner of an account why the margin moved, in words that need no knowledge of the models.</summary>
public static class MarginNotice
{
    private const int MostLines = 4;
    private const int SearchSteps = 24;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [MarginMixture.Position] = "your positions changed",
        [MarginMixture.Price] = "prices moved",
        [MarginMixture.Garch] = "the volatility of the recent past changed",
        [MarginMixture.Learned] = "the forecast of volatility changed",
        [MarginMixture.State] = "time passed: steps, notices and ramps of earlier changes went on",
        [MarginMixture.AddOn] = "add-ons for size and liquidity changed",
        [MarginMixture.Correlation] = "correlations changed",
        [MarginMixture.Parameters] = "the rules or the model changed",
        [MarginMixture.Quality] = "the quality of the data changed",
    };

    private static readonly Dictionary<string, string> FamilyWords = new(StringComparer.Ordinal)
    {
        ["variance"] = "how much prices moved lately",
        ["price"] = "where the price stands",
        ["volume"] = "how much was traded",
        ["time"] = "the time of day",
        ["baselines"] = "the standard volatility models",
        ["trades"] = "who is buying and selling",
        ["path"] = "how prices moved within the minute",
        ["book"] = "the orders in the book",
        ["quality"] = "the quality of the feed",
        ["derivatives"] = "futures and options",
    };

    private static readonly Dictionary<string, string> FamilyOf = new[]
        {
            FeatureCatalog.WithFlow, FeatureCatalog.WithSeries, FeatureCatalog.WithPeer, Learning.ScorerRow.Schema(FeatureCatalog.Bars),
        }
        .SelectMany(s => s.Features).GroupBy(f => f.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First().Family, StringComparer.Ordinal);

    /// <summary>The notice: what changed, why, what it adds up to, what would undo it.</summary>
    /// <param name="before">Request at t0.</param>
    /// <param name="after">Request at t1.</param>
    /// <param name="explained">The explanation of the change between them.</param>
    public static string Of(MarginRequest before, MarginRequest after, ExplainedMargin explained)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(explained);
        MarginRequirement from = MarginCalculator.ComputeWithoutPrices(before);
        MarginRequirement to = MarginCalculator.ComputeWithoutPrices(after);
        string unit = after.Market.Quote?.Id is { Length: > 0 } id ? " " + id : "";
        decimal delta = explained.Change.BookedDelta;
        StringBuilder text = new();
        string moved = delta == 0 ? "stayed at" : delta > 0 ? "rose to" : "fell to";
        text.AppendLine(Text($"Account {after.Account.Id}: the initial margin {moved} {Amount(to.Initial)}{unit}{(delta == 0 ? "" : $" from {Amount(from.Initial)}{unit}")}."));
        text.AppendLine(Text($"Between {before.AsOf} and {after.AsOf} it changed by {Signed(delta)}{unit}:"));
        foreach ((string player, decimal part) in Lines(explained))
        {
            text.AppendLine(Text($"  {Signed(part)}  {Sentence(player, explained)}"));
        }

        text.AppendLine(Text($"These parts add up to the change exactly; {Amount(delta - explained.Change.Booked.Parts.Sum())} is left unexplained."));
        text.AppendLine(Text($"The maintenance margin, below which positions are closed, {(to.Maintenance == from.Maintenance ? "stays at" : "is now")} {Amount(to.Maintenance)}{unit}."));
        if (delta > 0 && ShareThatUndoes(after, from.Initial) is { } share)
        {
            text.AppendLine(Text($"What would undo it: with {100 * share:F0} % of today's positions the initial margin would be no higher than before."));
        }

        return text.ToString();
    }

    private static IEnumerable<(string Player, decimal Part)> Lines(ExplainedMargin explained) =>
        explained.Change.Order.Zip(explained.Change.Booked.Parts).Where(p => explained.Change.Players.Contains(p.First) && p.Second != 0)
            .OrderByDescending(p => Math.Abs(p.Second));

    private static string Sentence(string player, ExplainedMargin explained)
    {
        string words = Words[player];
        if (explained.Merged.TryGetValue(player, out IReadOnlyList<string>? others))
        {
            words += string.Concat(others.Select(o => ", and " + Words[o])) + " (they cannot be priced apart)";
        }

        MarginChangeParts? parts = player == MarginMixture.Position ? explained.Position
            : player == MarginMixture.Learned ? ByFamily(explained.Features) : null;
        return parts is null ? words : words + ": " + Largest(parts);
    }

    private static string Largest(MarginChangeParts parts)
    {
        (string Name, decimal Part)[] shown = [.. parts.Names.Zip(parts.Booked.Parts).Where(p => p.Second != 0)
            .OrderByDescending(p => Math.Abs(p.Second))];
        string text = string.Join(", ", shown.Take(MostLines).Select(p => $"{p.Name} {Signed(p.Part)}"));
        decimal rest = shown.Skip(MostLines).Sum(p => p.Part);
        return shown.Length <= MostLines ? text : text + $", the rest {Signed(rest)}";
    }

    // A customer is told what was looked at, not the names of columns.
    private static MarginChangeParts? ByFamily(MarginChangeParts? features)
    {
        if (features is null)
        {
            return null;
        }

        (string Words, int Index)[] named = [.. features.Names.Select((n, i) => (WordsOf(n), i))];
        IGrouping<string, (string Words, int Index)>[] groups = [.. named.GroupBy(n => n.Words)];
        return new MarginChangeParts(
            features.Player, [.. groups.Select(g => g.Key)], [.. groups.Select(g => g.Sum(n => features.Values[n.Index]))],
            new BookedParts([.. groups.Select(g => g.Sum(n => features.Booked.Parts[n.Index]))], features.Booked.Residual, 0));
    }

    private static string WordsOf(string feature) =>
        FamilyOf.TryGetValue(feature, out string? family) ? FamilyWords.GetValueOrDefault(family, "other markets and figures")
        : feature.StartsWith("member:", StringComparison.Ordinal) ? FamilyWords["baselines"]
        : "the weighing of the models";

    // The margin is monotone in the size of a book that is scaled as a whole; where add-ons break that, nothing is claimed.
    private static double? ShareThatUndoes(MarginRequest after, decimal wanted)
    {
        InitialMargins margins = new();
        decimal At(double share) => margins.Of(after with
        {
            Account = after.Account with
            {
                Positions = [.. after.Account.Positions.Select(p => p with { Quantity = p.Quantity * (decimal)share })],
            },
        });
        try
        {
            (double low, double high) = (0, 1);
            for (int i = 0; i < SearchSteps; i++)
            {
                double middle = (low + high) / 2;
                (low, high) = At(middle) <= wanted ? (middle, high) : (low, middle);
            }

            double share = Math.Floor(low * 100) / 100;
            return share > 0 && At(share) <= wanted ? share : null;
        }
        catch (InputRefusedException)
        {
            return null;                                             // a book that cannot be cut, such as one in whole lots
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("#,0.00##", CultureInfo.InvariantCulture);

    private static string Signed(decimal amount) => (amount > 0 ? "+" : "") + Amount(amount);
}
