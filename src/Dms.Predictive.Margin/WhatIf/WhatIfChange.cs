using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>One imagined change of a request. Everything that is not named stays as it is.</summary>
/// <param name="Name">Comes back in the answer.</param>
public sealed record WhatIfChange(string Name)
{
    /// <summary>Positions on top of the account's; without an entry price they are settled at the unshifted price.
    /// </summary>
    public IReadOnlyList<Position> AddPositions { get; init; } = [];

    /// <summary>Cash on top of the account's, quote; negative = taken out.</summary>
    public decimal AddCash { get; init; }

    /// <summary>Price moves; at most one per underlying.</summary>
    public IReadOnlyList<PriceShift> Shifts { get; init; } = [];

    /// <summary>Factor on the volatility of every option; &gt; 0.</summary>
    public double VolatilityFactor { get; init; } = 1;

    /// <summary>Policy instead of the request's; null = the same.</summary>
    public IMarginPolicy? Policy { get; init; }
}

/// <summary>Move of everything that follows one underlying.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Factor">New price as a multiple of the current one; &gt; 0.</param>
public sealed record PriceShift(string Underlying, decimal Factor);
