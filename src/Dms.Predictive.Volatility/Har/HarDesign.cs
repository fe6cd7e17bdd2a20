namespace Dms.Predictive.Volatility;

/// <summary>Turns the last periods into the regressors of a heterogeneous autoregression.</summary>
/// <remarks>Regressors of a log model do not change with the unit but by a constant: RQ^{1/2}/RV stands for RQ^{1/2},
/// ln(1 + J/C) for J. Parts of a variance are at least a thousandth of it before their logarithm.</remarks>
internal sealed class HarDesign
{
    private const double SmallestPart = 1e-3;
    private readonly HarOptions _options;

    public HarDesign(HarOptions options)
    {
        _options = options;
        Interactions = options.Variant switch
        {
            HarVariant.HarQ => 1,
            HarVariant.HarQFull => options.Windows.Count,
            _ => 0,
        };
        int own = options.Windows.Count + Interactions + options.Variant switch
        {
            HarVariant.HarJ or HarVariant.Shar => 1,
            HarVariant.HarCJ => options.Windows.Count,
            _ => 0,
        };
        Columns = own + options.Exogenous;
        Names = [.. NamesOf(options, Interactions)];
    }

    /// <summary>Columns of the design, without the constant.</summary>
    public int Columns { get; }

    /// <summary>Leading windows that have an interaction with quarticity.</summary>
    public int Interactions { get; }

    /// <summary>One name per column.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Length of a raw row: the columns and, behind them, one quarticity per interaction.</summary>
    public int RawLength => Columns + Interactions;

    /// <summary>Writes the raw row of the last period. Interactions are left for <see cref="Interact"/>, which needs
    /// the means of the training rows.</summary>
    /// <param name="history">The last periods, oldest first, at least the longest window.</param>
    /// <param name="raw">Filled; <see cref="RawLength"/> places.</param>
    public void Write(ReadOnlySpan<HarObservation> history, Span<double> raw)
    {
        HarVariant variant = _options.Variant;
        int at = 0;
        for (int k = 0; k < _options.Windows.Count; k++)
        {
            ReadOnlySpan<HarObservation> window = history[^_options.Windows[k]..];
            double variance = Mean(window, o => o.Variance);
            bool first = k == 0;
            if (first && variant == HarVariant.Shar)
            {
                double up = Mean(window, o => o.Upside);
                raw[at++] = Part(up, variance);
                raw[at++] = Part(variance - up, variance);
            }
            else if (variant == HarVariant.HarCJ || (first && variant == HarVariant.HarJ))
            {
                double jump = Mean(window, o => o.Jump), continuous = variance - jump;
                raw[at++] = variant == HarVariant.HarCJ ? Part(continuous, variance) : Part(variance, variance);
                raw[at++] = _options.IsLog
                    ? Math.Log(variance / Math.Max(continuous, SmallestPart * variance))
                    : jump;
            }
            else
            {
                raw[at++] = Part(variance, variance);
            }

            if (k < Interactions)
            {
                double root = Math.Sqrt(Mean(window, o => o.Quarticity));
                raw[Columns + k] = _options.IsLog ? root / variance : root;
            }
        }

        at += Interactions;
        foreach (double x in history[^1].Exogenous)
        {
            raw[at++] = x;
        }
    }

    /// <summary>Fills the interactions of a raw row.</summary>
    /// <param name="raw">A row of <see cref="Write"/>.</param>
    /// <param name="means">Means of the raw training rows.</param>
    public void Interact(Span<double> raw, ReadOnlySpan<double> means)
    {
        int at = _options.Windows.Count;
        for (int k = 0; k < Interactions; k++)
        {
            double variance = _options.IsLog ? raw[k] - means[k] : raw[k];
            raw[at + k] = (raw[Columns + k] - means[Columns + k]) * variance;
        }
    }

    /// <summary>Refuses a period that lacks what the variant reads.</summary>
    /// <exception cref="ArgumentException">A number is missing, not finite or out of its range.</exception>
    public void Refuse(HarObservation o)
    {
        bool variance = double.IsFinite(o.Variance) && (_options.IsLog ? o.Variance > 0 : o.Variance >= 0);
        bool part = _options.Variant switch
        {
            HarVariant.HarQ or HarVariant.HarQFull => o.Quarticity >= 0 && double.IsFinite(o.Quarticity),
            HarVariant.HarJ or HarVariant.HarCJ => o.Jump >= 0 && o.Jump <= o.Variance,
            HarVariant.Shar => o.Upside >= 0 && double.IsFinite(o.Upside),
            _ => true,
        };
        if (!variance || !part || o.Exogenous.Count != _options.Exogenous || !o.Exogenous.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"{o} with {o.Exogenous.Count} exogenous regressors does not fit {_options.Variant} with "
                + $"{_options.Exogenous}.");
        }
    }

    private double Part(double part, double whole) =>
        _options.IsLog ? Math.Log(Math.Max(part, SmallestPart * whole)) : part;

    private static double Mean(ReadOnlySpan<HarObservation> window, Func<HarObservation, double> of)
    {
        double sum = 0;
        foreach (HarObservation o in window)
        {
            sum += of(o);
        }

        return sum / window.Length;
    }

    private static IEnumerable<string> NamesOf(HarOptions options, int interactions)
    {
        string ln = options.IsLog ? "ln " : "";
        for (int k = 0; k < options.Windows.Count; k++)
        {
            int w = options.Windows[k];
            string[] names = options.Variant switch
            {
                HarVariant.Shar when k == 0 => [$"{ln}up {w}", $"{ln}down {w}"],
                HarVariant.HarJ when k == 0 => [$"{ln}rv {w}", $"jump {w}"],
                HarVariant.HarCJ => [$"{ln}continuous {w}", $"jump {w}"],
                _ => [$"{ln}rv {w}"],
            };
            foreach (string name in names)
            {
                yield return name;
            }
        }

        for (int k = 0; k < interactions; k++)
        {
            yield return $"quarticity x rv {options.Windows[k]}";
        }

        for (int k = 0; k < options.Exogenous; k++)
        {
            yield return $"x {k}";
        }
    }
}
