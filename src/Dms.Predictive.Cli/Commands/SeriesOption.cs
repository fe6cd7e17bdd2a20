using System.CommandLine;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The option <c>--series KIND=FILE</c>: slow series whose features join those of the bars.</summary>
internal sealed class SeriesOption
{
    private readonly Option<string[]> _series = new("--series")
    {
        Description = $"Slow series as KIND=FILE or KIND+DELAY=FILE (funding+0m=funding.csv); may repeat. Kinds: {Kinds}, "
            + $"{SlowSeriesKind.CustomPrefix}NAME. DELAY is the time from a value's date, settlement or end of bar to its "
            + "publication; the defaults are in docs/reference/features.md.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static string Kinds => string.Join(
        ", ", SeriesFile.Groups.Keys.Concat(SlowSeriesKind.Known.Except(SeriesFile.Groups["taker"]).Select(k => k.Name)));

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(_series);

    /// <summary>Reads every series that was asked for.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="pool">Pooled markets: their features have no series, so that both at once cannot be.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="UsageException">No such kind, no file, a kind twice, or a pool beside series.</exception>
    /// <exception cref="InputRefusedException">A file is refused.</exception>
    public IReadOnlyList<SlowSeries> Read(ParseResult parsed, IReadOnlyList<BarHistory> pool, CancellationToken cancellation)
    {
        string[] texts = parsed.GetValue(_series) ?? [];
        if (texts.Length > 0 && pool.Count > 0)
        {
            throw new UsageException("Pooled markets have no series of their own; leave out --pool or --series.", "--series");
        }

        List<SlowSeries> read = [];
        foreach (string text in texts)
        {
            (IReadOnlyList<SlowSeriesKind> kinds, TimeSpan? lag, string path) = Parse(text);
            foreach (SlowSeries series in SeriesFile.Read(kinds, path, lag, cancellation))
            {
                if (read.Any(r => r.Kind == series.Kind))
                {
                    throw new UsageException($"The series '{series.Kind.Name}' is given twice; give each kind once.", "--series");
                }

                read.Add(series);
            }
        }

        return read;
    }

    private static (IReadOnlyList<SlowSeriesKind> Kinds, TimeSpan? Lag, string Path) Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            throw new UsageException($"'{text}' is no series; write KIND=FILE, such as funding=funding.csv.gz.", "--series");
        }

        string[] parts = text[..equals].Split('+', 2);
        bool pair = parts[0] is "taker-buy" or "taker-sell";
        IReadOnlyList<SlowSeriesKind> kinds = (pair ? null : SeriesFile.KindsOf(parts[0])) ?? throw new UsageException(
            $"There is no series '{parts[0]}'; choose among {Kinds}, or {SlowSeriesKind.CustomPrefix}NAME with lower-case letters, "
            + "digits and hyphens.", "--series");
        TimeSpan? lag = parts.Length == 1 ? null : TimeSpan.FromMinutes(parts[1] == "0m" ? 0 : Durations.Minutes(parts[1], "--series"));
        return lag is not null && kinds.Count > 1 && parts[0] == "macro"
            ? throw new UsageException("The series of 'macro' have delays of their own; give each as its own kind to change one.", "--series")
            : (kinds, lag, text[(equals + 1)..]);
    }
}
