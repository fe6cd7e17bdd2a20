namespace Dms.Predictive.Core;

/// <summary>What all events of one feed share.</summary>
/// <param name="Source">Venue or file kind, lower case: <c>binance-spot</c>.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Scale">Decimals of prices and quantities.</param>
/// <param name="ClockAssumed">Whether one of the two clocks was not sent and is assumed from the other.</param>
public sealed record MarketFeed(string Source, string Instrument, FixedScale Scale, bool ClockAssumed);
