using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>What an account can be told.</summary>
public abstract record AccountCommand
{
    /// <summary>Word that names the command in requests and metrics.</summary>
    public abstract string Type { get; }
}

/// <summary>Cash in.</summary>
/// <param name="Asset">Asset id.</param>
/// <param name="Amount">Amount &gt; 0, whole cents.</param>
public sealed record DepositCommand(string Asset, decimal Amount) : AccountCommand
{
    /// <inheritdoc/>
    public override string Type => "deposit";
}

/// <summary>Cash out, never below initial margin.</summary>
/// <param name="Asset">Asset id.</param>
/// <param name="Amount">Amount &gt; 0, whole cents.</param>
public sealed record WithdrawCommand(string Asset, decimal Amount) : AccountCommand
{
    /// <inheritdoc/>
    public override string Type => "withdraw";
}

/// <summary>A trade of the venue.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Quantity">Contracts; positive = bought; not 0.</param>
/// <param name="Price">Quote per contract, &gt; 0.</param>
public sealed record FillCommand(string Instrument, decimal Quantity, decimal Price) : AccountCommand
{
    /// <inheritdoc/>
    public override string Type => "fill";
}

/// <summary>Another way for positions to share collateral.</summary>
/// <param name="Mode">The mode.</param>
public sealed record SetModeCommand(MarginMode Mode) : AccountCommand
{
    /// <inheritdoc/>
    public override string Type => "setMode";
}
