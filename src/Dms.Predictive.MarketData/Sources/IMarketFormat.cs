using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>How sure a format is that a file is its own.</summary>
public enum FormatMatch
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>It may be; another format may be as well.</summary>
    Possible,

    /// <summary>Nothing else looks like this.</summary>
    Certain,
}

/// <summary>
/// One kind of file or feed. A new venue is one folder under <c>Sources</c> with one class of these per kind, and one
/// line in <see cref="MarketFormats"/>.
/// </summary>
public interface IMarketFormat
{
    /// <summary>Name for <c>--format</c> and messages, lower case: <c>binance-recorded</c>.</summary>
    public string Name { get; }

    /// <summary>What its events are: trades, book, quotes, orders, bars; or measures, which are judged but give no event.</summary>
    public string Kind { get; }

    /// <summary>Whether its events have times; otherwise the number of the event stands for nanoseconds since 1970,
    /// and nothing that measures time may use them.</summary>
    public bool IsTimed => true;

    /// <summary>Judges by content, the name only where content cannot decide.</summary>
    /// <param name="head">First bytes of the content, unpacked; at least the first line unless it is very long.</param>
    /// <param name="fileName">File name without folders; of a zip: its name, a slash, the name of its entry.</param>
    public FormatMatch Detect(ReadOnlySpan<byte> head, string fileName);

    /// <summary>Starts decoding.</summary>
    /// <param name="options">What the bytes do not say.</param>
    /// <param name="sink">Takes the events.</param>
    public IMarketDecoder Open(MarketSourceOptions options, IMarketEventSink sink);
}

/// <summary>Turns lines of one format into events. Total: any bytes give events or verdicts, never an exception.</summary>
public interface IMarketDecoder
{
    /// <summary>Takes one line, or one message of a socket, without its line feed.</summary>
    public void Take(ReadOnlySpan<byte> line);

    /// <summary>The input is at its end.</summary>
    public void End();
}

/// <summary>What a file does not say of itself.</summary>
/// <param name="FileName">File name without folders, of a zip followed by a slash and the name of its entry; some
/// formats keep date and instrument there.</param>
public sealed record MarketSourceOptions(string FileName)
{
    /// <summary>Instrument id; null = from the content or the file's name.</summary>
    public string? Instrument { get; init; }

    /// <summary>Receipt after the event where a file has no receive clock; ≥ 0.</summary>
    public TimeSpan AssumedLatency { get; init; }

    /// <summary>Hours of local time ahead of UTC where neither content nor format says; null = refuse.</summary>
    public TimeSpan? Zone { get; init; }
}
