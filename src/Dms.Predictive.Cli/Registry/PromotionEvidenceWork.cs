using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Versions and bars that evidence is computed from.</summary>
/// <param name="Models">Folder of models.</param>
/// <param name="Challenger">The version to be judged.</param>
/// <param name="Champion">The version it is judged against; null = its own GARCH.</param>
/// <param name="Series">Bars.</param>
/// <param name="Data">SHA-256 of the bars files by name.</param>
/// <param name="Start">First decision.</param>
/// <param name="End">End, exclusive.</param>
internal sealed record EvidenceOrder(
    string Models, RegisteredModel Challenger, RegisteredModel? Champion, BarSeries Series, IReadOnlyDictionary<string, string> Data,
    Timestamp Start, Timestamp End)
{
    /// <summary>An order over bars files.</summary>
    public static EvidenceOrder Of(string models, (RegisteredModel Challenger, RegisteredModel? Champion) who, BarHistory history, Timestamp start, Timestamp? end) => new(
        models, who.Challenger, who.Champion, history.Series,
        new SortedDictionary<string, string>(history.Files.ToDictionary(f => Path.GetFileName(f.Path), f => f.Sha256), StringComparer.Ordinal),
        start, end ?? (history.Series.Bars[^1].OpenTime + history.Series.Length));
}

/// <summary>Computes what a promotion is decided on. The same bars and bundles give the same bytes.</summary>
internal static class PromotionEvidenceWork
{
    private const int StepMinutes = 5;
    private const int MarginHorizon = 60;
    private static readonly TimeSpan BandWarmUp = TimeSpan.FromDays(10);

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TimestampJson() },
    };

    /// <summary>Measures a challenger.</summary>
    /// <exception cref="InputRefusedException">A bundle is refused; <c>seen-in-training</c>; <c>protocol-unknown</c>;
    /// <c>nothing-to-compare</c>.</exception>
    public static PromotionEvidence Run(EvidenceOrder order, Action<int, int>? progress, CancellationToken cancellation)
    {
        ModelBundle challenger = RegistryWork.BundleOf(order.Models, order.Challenger);
        ModelBundle? champion = order.Champion is null ? null : RegistryWork.BundleOf(order.Models, order.Champion);
        bool isRefit = IsRefit(challenger, order);
        RefuseSeen(champion, order.Start);
        DecisionTable table = TableOf(order, cancellation);
        (Timestamp Start, Timestamp End) span = (order.Start, order.End), warm = (order.Start - BandWarmUp, order.End);
        EvidenceForecasts ours = isRefit
            ? EvidenceForecasts.Refitted(ProtocolOf(challenger), table, span, progress, cancellation)
            : EvidenceForecasts.Frozen(challenger, order.Series, table, warm, cancellation);
        EvidenceForecasts? theirs = champion is null ? null : EvidenceForecasts.Frozen(champion, order.Series, table, warm, cancellation);
        string kind = isRefit ? PromotionEvidence.WalkForward : PromotionEvidence.Holdout;
        return Measure(order, kind, table, (ours, theirs), challenger.GoldenRowsChecked, cancellation);
    }

    /// <summary>Decisions up to the end of the span.</summary>
    public static DecisionTable TableOf(EvidenceOrder order, CancellationToken cancellation) =>
        DecisionTableBuilder.Build(order.Series, Math.Max(StepMinutes, order.Series.LengthMinutes), order.End, cancellation);

    /// <summary>Measures forecasts of a challenger against those of a champion; null = against its own GARCH.</summary>
    /// <exception cref="InputRefusedException"><c>nothing-to-compare</c>.</exception>
    public static PromotionEvidence Measure(
        EvidenceOrder order, string kind, DecisionTable table, (EvidenceForecasts Ours, EvidenceForecasts? Theirs) forecasts, int goldenRows,
        CancellationToken cancellation)
    {
        (EvidenceForecasts ours, EvidenceForecasts? theirs) = forecasts;
        long from = order.Start.Minutes;
        PromotionLoss[] losses = [.. ours.Horizons.Where(h => theirs is null || theirs.Horizons.Contains(h)).Order()
            .Select(h => Loss(new Targets(table, h), ours.Blend[h], theirs?.Blend[h] ?? ours.Garch[h], (table, from))).OfType<PromotionLoss>()];
        if (losses.Length == 0)
        {
            throw Nothing();
        }

        int margin = ours.Horizons.Contains(MarginHorizon) ? MarginHorizon : ours.Horizons.Max();
        return new PromotionEvidence
        {
            Kind = kind,
            Model = order.Challenger.Model,
            Version = order.Challenger.Version,
            ManifestSha256 = order.Challenger.ManifestSha256,
            Champion = order.Champion?.Version,
            ChampionManifestSha256 = order.Champion?.ManifestSha256,
            Start = order.Start,
            End = order.End,
            Data = order.Data,
            Days = losses.Min(l => l.Decisions) * table.StepMinutes / 1440.0,
            Losses = losses,
            Coverage = ConformalCoverage.Of(table, new Targets(table, margin), ours.Blend[margin], from),
            RaiseOnly = RaiseOnlyWork.Run(order.Series, ours.Models, (order.Start, order.End), cancellation),
            GoldenRows = goldenRows,
        };
    }

    /// <summary>The document of evidence, as it is written and signed.</summary>
    public static byte[] Write(PromotionEvidence evidence) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(evidence, Options) + "\n");

    /// <summary>Reads a document.</summary>
    /// <exception cref="InputRefusedException"><c>evidence</c>: the file is no such document.</exception>
    public static PromotionEvidence Read(string path)
    {
        try
        {
            PromotionEvidence? e = JsonSerializer.Deserialize<PromotionEvidence>(File.ReadAllBytes(path), Options);
            return e?.Schema == PromotionEvidence.SchemaName ? e : throw new JsonException($"Its schema is not {PromotionEvidence.SchemaName}.");
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("evidence", $"The file is no gate document: {e.Message} Make one with dms models gate.", path, e);
        }
    }

    /// <summary>The protocol that a bundle was trained by.</summary>
    /// <exception cref="InputRefusedException"><c>protocol-unknown</c>: this program would train by another one.</exception>
    public static EvaluationProtocol ProtocolOf(ModelBundle bundle)
    {
        JsonElement recipe = bundle.Manifest.Description.Recipe;
        try
        {
            EvaluationProtocol? protocol = recipe.GetProperty("protocol").Deserialize<EvaluationProtocol>();
            if (protocol?.Hash == recipe.GetProperty("protocolHash").GetString())
            {
                return protocol!;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw Unknown(bundle, e);
        }

        throw Unknown(bundle, null);
    }

    // What a bundle was trained on cannot show how good it is; what was known before every refit can.
    private static bool IsRefit(ModelBundle challenger, EvidenceOrder order)
    {
        Timestamp trained = challenger.Manifest.Description.Created;
        if (trained <= order.Start)
        {
            return false;
        }

        return trained >= order.End ? true : throw new InputRefusedException(
            "seen-in-training",
            $"{order.Challenger.Model} {order.Challenger.Version} was trained until {trained}, within the span {order.Start} to {order.End}. "
            + "Give a span after it (the frozen bundle is judged), or one that ends by it (its recipe is refitted and judged).",
            "--test-start");
    }

    private static void RefuseSeen(ModelBundle? champion, Timestamp start)
    {
        if (champion?.Manifest.Description is { } about && about.Created > start)
        {
            throw new InputRefusedException(
                "seen-in-training", $"The champion {about.Id} {about.Version} was trained until {about.Created}, but the span begins at {start}. Begin it later.", "--test-start");
        }
    }

    private static PromotionLoss? Loss(Targets target, double[] challenger, double[] champion, (DecisionTable Table, long From) where)
    {
        int[] rows = [.. Enumerable.Range(0, where.Table.Count).Where(d => where.Table.Minutes[d] >= where.From && target.Eligible(d)
            && !double.IsNaN(challenger[d]) && !double.IsNaN(champion[d]))];
        if (rows.Length < 2)
        {
            return null;
        }

        double[] ours = [.. rows.Select(d => ForecastLoss.Qlike(target[d], Math.Exp(challenger[d])))];
        double[] theirs = [.. rows.Select(d => ForecastLoss.Qlike(target[d], Math.Exp(champion[d])))];
        int overlap = Math.Clamp(target.HorizonMinutes / where.Table.StepMinutes, 1, Math.Max(1, rows.Length / 2));
        DieboldMarianoResult test = DieboldMariano.Test([.. ours.Zip(theirs, (a, b) => a - b)], overlap);
        return new PromotionLoss(
            target.HorizonMinutes, rows.Length, theirs.Average(), ours.Average(), 100 * ((ours.Average() / theirs.Average()) - 1), test.StatisticHln, test.PValue);
    }

    private static InputRefusedException Nothing() => new(
        "nothing-to-compare", "Challenger and champion share no horizon with a scored decision in the span. Train with the champion's horizons, or give a longer span.", "span");

    private static InputRefusedException Unknown(ModelBundle bundle, Exception? cause) => new(
        "protocol-unknown",
        $"The recipe of {bundle.Manifest.Description.Id} {bundle.Manifest.Description.Version} is not one that this program trains by. "
        + "Judge the frozen bundle on bars after its training, or use the program that trained it.",
        "manifest.json: recipe", cause);
}
