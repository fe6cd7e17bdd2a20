using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>The saved form of a singular-spectrum model. A basis that is not orthonormal, or sizes that do not belong
/// together, are refused.</summary>
internal static class SsaCheckpoint
{
    private const string Kind = "DMSSSA";
    private const int Version = 1;
    private const double OrthonormalWithin = 1e-6;
    private const int Most = 1 << 24;

    public static void Write(CheckpointWriter writer, SsaModel model)
    {
        SsaFit fit = model.Fit;
        writer.Head(Kind, Version);
        Write(writer, model.Options);
        writer.Write(fit.WindowSize);
        writer.Write(fit.Basis);
        writer.Write(fit.Recurrence);
        writer.Write(
            [fit.Noise.ObservationMean, fit.Noise.ObservationVariance, fit.Noise.RecurrenceMean, fit.Noise.RecurrenceVariance]);
        writer.Write(model.State);
        writer.Write(model.Window);
        if (model.Tracker is { } tracker)
        {
            writer.Write(tracker.Inverse);
            writer.Write(tracker.Scale);
        }

        if (fit.Info is { } info)
        {
            Write(writer, info);
        }
    }

    public static SsaModel Read(ref CheckpointReader reader)
    {
        reader.Head(Kind, Version);
        SsaOptions options = ReadOptions(ref reader);
        int l = reader.Int(2, options.WindowSize, "window");
        double[] basis = reader.Finite(l, l * (l - 1), "basis");
        CheckpointReader.Require(IsOrthonormal(basis, l), "basis", "The basis is not a set of orthonormal windows.");
        double[] recurrence = reader.Finite(l - 1, l - 1, "recurrence");
        double[] noise = reader.Finite(4, 4, "noise");
        CheckpointReader.Require(noise[1] >= 0 && noise[3] >= 0, "noise", "A variance is negative.");
        double[] state = reader.Finite(l - 1, l - 1, "state");
        double[] window = reader.Finite(l, l, "observations");
        int rank = basis.Length / l;
        double[] inverse = options.IsAdaptive ? reader.Finite(rank * rank, rank * rank, "power") : [];
        double scale = options.IsAdaptive ? reader.Finite("scale") : 1;
        CheckpointReader.Require(scale > 0, "scale", "The scale is not above 0.");
        SsaDiagnostics? info = options.ShouldMaintainInfo ? ReadInfo(ref reader) : null;
        SsaFit fit = new(l, basis, [], recurrence, new SsaNoise(noise[0], noise[1], noise[2], noise[3]), info);
        return SsaModel.Continue(options, fit, (inverse, scale), state, window);
    }

    private static void Write(CheckpointWriter writer, SsaOptions options)
    {
        writer.Write(options.WindowSize);
        writer.Write(options.SeriesLength);
        writer.Write(options.TrainSize);
        writer.Write((int)options.RankSelectionMethod);
        writer.Write(options.Rank ?? 0);
        writer.Write(options.MaxRank ?? 0);
        writer.Write(options.ShouldStabilize);
        writer.Write(options.ShouldMaintainInfo);
        writer.Write(options.MaxGrowth?.TimeSpan ?? 0);
        writer.Write(options.MaxGrowth?.Growth ?? 0);
        writer.Write(options.IsAdaptive);
        writer.Write(options.DiscountFactor);
        writer.Write(options.AddNoiseMeans);
    }

    private static SsaOptions ReadOptions(ref CheckpointReader reader)
    {
        int window = reader.Int(2, Most, "windowSize");
        SsaOptions options = new()
        {
            WindowSize = window,
            SeriesLength = reader.Int(window + 1, Most, "seriesLength"),
            TrainSize = reader.Int((2 * window) + 1, Most, "trainSize"),
            RankSelectionMethod = (RankSelectionMethod)reader.Int(0, 2, "rankSelectionMethod"),
            Rank = Optional(reader.Int(0, window - 1, "rank")),
            MaxRank = Optional(reader.Int(0, window - 1, "maxRank")),
            ShouldStabilize = reader.Flag("shouldStabilize"),
            ShouldMaintainInfo = reader.Flag("shouldMaintainInfo"),
            MaxGrowth = ReadGrowth(reader.Int(0, int.MaxValue, "maxGrowth"), reader.Finite("maxGrowth")),
            IsAdaptive = reader.Flag("isAdaptive"),
            DiscountFactor = reader.Finite("discountFactor"),
            AddNoiseMeans = reader.Flag("addNoiseMeans"),
        };
        CheckpointReader.Require(
            options.DiscountFactor is >= 0 and <= 1 && !(options.IsAdaptive && options.DiscountFactor == 0),
            "discountFactor", $"Found {options.DiscountFactor}, expected a factor in [0, 1], above 0 for an adaptive model.");
        return options;
    }

    private static GrowthRatio? ReadGrowth(int span, double growth)
    {
        CheckpointReader.Require(!double.IsNegative(growth) && (span > 0 || growth == 0), "maxGrowth", "The growth cap is not one.");
        return span == 0 ? null : new GrowthRatio(span, growth);
    }

    private static int? Optional(int value) => value == 0 ? null : value;

    private static void Write(CheckpointWriter writer, SsaDiagnostics info)
    {
        writer.Write(info.WindowSize);
        writer.Write(info.Rank);
        writer.Write(info.IsMeanModel);
        writer.Write([.. info.Spectrum]);
        writer.Write([.. info.Recurrence]);
        writer.Write(info.IsStabilized);
        writer.Write(info.IsPolynomialTrendPresent);
        writer.Write(info.IsArtificialSeasonalityRemoved);
        writer.Write(info.ExponentialTrendFactor);
        Write(writer, info.RootsBefore);
        Write(writer, info.RootsAfter);
    }

    private static SsaDiagnostics ReadInfo(ref CheckpointReader reader) => new(
        reader.Int(2, Most, "info"), reader.Int(1, Most, "info"), reader.Flag("info"), reader.Finite(0, Most, "info"),
        reader.Finite(1, Most, "info"), reader.Flag("info"), reader.Flag("info"), reader.Flag("info"), reader.Real("info"),
        ReadRoots(ref reader), ReadRoots(ref reader));

    private static void Write(CheckpointWriter writer, IReadOnlyList<Complex> roots) =>
        writer.Write([.. roots.SelectMany(r => new[] { r.Real, r.Imaginary })]);

    private static Complex[] ReadRoots(ref CheckpointReader reader)
    {
        double[] parts = reader.Finite(0, Most, "roots");
        CheckpointReader.Require(parts.Length % 2 == 0, "roots", "A root has no imaginary part.");
        return [.. parts.Chunk(2).Select(p => new Complex(p[0], p[1]))];
    }

    private static bool IsOrthonormal(double[] basis, int l)
    {
        if (basis.Length % l != 0)
        {
            return false;
        }

        for (int a = 0; a < basis.Length; a += l)
        {
            for (int b = 0; b <= a; b += l)
            {
                double product = VectorSums.Dot(basis.AsSpan(a, l), basis.AsSpan(b, l));
                if (Math.Abs(product - (a == b ? 1 : 0)) > OrthonormalWithin)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
