namespace Dms.Predictive.MarketData;

/// <summary>What was read of a file; its events went to the sink.</summary>
/// <param name="Path">Path as given.</param>
/// <param name="Format">Format, found by content or named.</param>
/// <param name="Packing">plain, gzip or zip.</param>
/// <param name="Rows">Lines that are neither blank nor a header.</param>
/// <param name="Sha256">Digest of the file's bytes as stored, lower-case hex.</param>
public sealed record MarketReading(string Path, IMarketFormat Format, string Packing, long Rows, string Sha256);
