using System.CommandLine;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What may accompany the bars: slow series, trades and books, other instruments.</summary>
internal sealed class SideOptions
{
    private readonly SeriesOption _series = new();

    private readonly Option<string[]> _flow = new("--flow")
    {
        Description = "Trades and order book of the same instrument: files of any format that dms data inspect knows, those of one kind in "
            + "order of time; may repeat.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "Bars of another instrument whose moves become features; may repeat.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _spectrum = new("--spectrum")
    {
        Description = "Also give the models the singular-spectrum features of log realized variance (off by default).",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _series.AddTo(command);
        command.Add(_flow);
        command.Add(_peers);
        command.Add(_spectrum);
    }

    /// <summary>Whether any was given.</summary>
    public bool Given(ParseResult parsed, CancellationToken cancellation) =>
        _series.Read(parsed, [], cancellation).Count > 0 || parsed.GetValue(_flow) is { Length: > 0 } || parsed.GetValue(_peers) is { Length: > 0 }
        || parsed.GetValue(_spectrum);

    /// <summary>Reads everything that was asked for.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="history">Bars that it accompanies.</param>
    /// <param name="pool">Pooled markets, which have nothing that accompanies them.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="UsageException">No such kind, no file, a kind or instrument twice, another bar length, or a pool.</exception>
    /// <exception cref="InputRefusedException">A file is refused.</exception>
    public SideFiles Read(ParseResult parsed, BarHistory history, IReadOnlyList<BarHistory> pool, CancellationToken cancellation)
    {
        IReadOnlyList<SlowSeries> series = _series.Read(parsed, pool, cancellation);
        List<BarHistory> peers = Peers(parsed.GetValue(_peers) ?? [], history, cancellation);
        string[] flow = parsed.GetValue(_flow) ?? [];
        bool spectrum = parsed.GetValue(_spectrum);
        if (pool.Count > 0 && (peers.Count > 0 || flow.Length > 0 || spectrum))
        {
            throw new UsageException("Pooled markets have no trades and peers of their own; leave out --pool, or --flow, --peer and --spectrum.", "--pool");
        }

        FlowReading? read = flow.Length > 0 ? FlowFiles.Read(flow, cancellation) : null;
        return new SideFiles(
            new SideHistory { Series = series, Peers = [.. peers.Select(p => p.Series)], Flow = read?.Flow, HasSpectrum = spectrum },
            [
                .. series.Select(s => new SideSource(s.Kind.Name, s.Source, s.Sha256, s.Observations.Count)),
                .. peers.SelectMany(p => p.Files).Select(f => new SideSource("peer", Path.GetFileName(f.Path), f.Sha256, f.Bars)),
                .. read?.Sources ?? [],
            ]);
    }

    private static List<BarHistory> Peers(string[] paths, BarHistory history, CancellationToken cancellation)
    {
        List<BarHistory> peers = [];
        foreach (string path in paths)
        {
            BarHistory peer = BarFiles.Load([path], cancellation);
            if (peer.Series.Length != history.Series.Length)
            {
                throw new UsageException(
                    $"The bars of {path} are {peer.Series.Length} long, those of --data {history.Series.Length}; give peers of the same length.",
                    "--peer");
            }

            if (peers.Any(p => p.Series.Instrument == peer.Series.Instrument))
            {
                throw new UsageException($"The instrument '{peer.Series.Instrument}' is given twice; give each peer once.", "--peer");
            }

            peers.Add(peer);
        }

        return peers;
    }
}
