namespace Dms.Predictive.Core;

/// <summary>What one contract of an instrument pays.</summary>
public enum InstrumentKind
{
    /// <summary>The underlying itself.</summary>
    Spot = 0,

    /// <summary>Perpetual future with profit and loss in the quote currency.</summary>
    Perpetual,

    /// <summary>Perpetual future worth a fixed number of USD per contract, settled in coin.</summary>
    InversePerpetual,

    /// <summary>Dated future with profit and loss in the quote currency.</summary>
    Future,

    /// <summary>Call or put on the underlying.</summary>
    Option,
}
