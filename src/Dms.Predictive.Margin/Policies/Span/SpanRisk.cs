namespace Dms.Predictive.Margin;

/// <summary>Risk of the positions in one underlying; of a single position where nothing may offset.</summary>
internal sealed class SpanRisk
{
    private readonly IReadOnlyList<SpanRowRisk> _rows;
    private readonly int _worst;

    public SpanRisk(string underlying, SpanUnderlying ranges, IReadOnlyList<SpanRowRisk> rows)
    {
        (Underlying, _rows) = (underlying, rows);
        double shorts = 0;
        foreach (SpanRowRisk row in rows)
        {
            for (int i = 0; i < Profits.Length; i++)
            {
                Profits[i] += row.Profits[i];
            }

            Delta += row.Delta;
            shorts += row.ShortOptions;
        }

        for (int i = 0; i < Profits.Length; i++)
        {
            _worst = Computed.Finite(Profits[i], "The profit of a scenario") < Profits[_worst] ? i : _worst;
        }

        ShortOptionMinimum = ranges.ShortOptionMinimum * shorts;
        IntraCharge = ChargeOf(ranges, rows);
        FreeDelta = Delta;
    }

    public string Underlying { get; }

    /// <summary>Profit per scenario, quote.</summary>
    public double[] Profits { get; } = new double[SpanScenarios.Count];

    /// <summary>Net composite delta, underlying units.</summary>
    public double Delta { get; }

    /// <summary>Delta that no spread has used yet.</summary>
    public double FreeDelta { get; private set; }

    public double ShortOptionMinimum { get; }

    /// <summary>Charges for spreads between tiers and for delivery.</summary>
    public double IntraCharge { get; }

    /// <summary>Credit for spreads against other underlyings, at most what it is taken from.</summary>
    public double InterCredit { get; private set; }

    /// <summary>Index of the worst scenario, 0 to 15; the first of equal ones.</summary>
    public int Worst => _worst;

    public double ScanRisk => Math.Max(0, -Profits[_worst]);

    /// <summary>Requirement before the minimum.</summary>
    public double Scanned => ScanRisk + IntraCharge - InterCredit;

    public double Requirement => Math.Max(ShortOptionMinimum, Scanned);

    /// <summary>Price risk of one unit of delta: the worst loss without volatility and time.</summary>
    public double WeightedPriceRisk
    {
        get
        {
            double worst = -(Profits[_worst] + Profits[SpanScenarios.PairOf(_worst)]) / 2;
            double still = -(Profits[0] + Profits[1]) / 2;
            return Delta == 0
                ? 0
                : Computed.Finite(Math.Max(0, worst - still) / Math.Abs(Delta), "The weighted price risk");
        }
    }

    /// <summary>Uses delta for a spread and takes its credit.</summary>
    /// <param name="delta">Underlying units; at most what is free.</param>
    /// <param name="rate">Share of the price risk that is given back.</param>
    public void Spread(double delta, double rate)
    {
        InterCredit = Math.Min(InterCredit + (delta * WeightedPriceRisk * rate), ScanRisk + IntraCharge);
        FreeDelta -= Math.CopySign(delta, FreeDelta);
    }

    /// <summary>Shares of the rows: by their profit in the worst scenario, or by size where that loses nothing.</summary>
    public IEnumerable<(int Row, double Share)> Shares()
    {
        double scan = ScanRisk;
        double sizes = _rows.Sum(SizeOf);
        return _rows.Select(r => (r.Row, scan > 0
            ? Requirement * (-r.Profits[_worst] / scan)
            : Requirement * (sizes > 0 ? SizeOf(r) / sizes : 1.0 / _rows.Count)));
    }

    private static double SizeOf(SpanRowRisk row) => Math.Abs(row.Delta) + row.ShortOptions;

    private static double ChargeOf(SpanUnderlying ranges, IReadOnlyList<SpanRowRisk> rows)
    {
        Dictionary<int, double> deltas = [];
        foreach (SpanRowRisk row in rows)
        {
            deltas[row.Tier] = deltas.GetValueOrDefault(row.Tier) + row.Delta;
        }

        double delivery = ranges.Delivery is DeliveryCharge d ? d.Rate * Math.Abs(deltas.GetValueOrDefault(d.Tier)) : 0;
        double charge = 0;
        foreach (IntraSpread spread in ranges.IntraSpreads)
        {
            double one = deltas.GetValueOrDefault(spread.LongTier);
            double other = deltas.GetValueOrDefault(spread.ShortTier);
            if (Math.Sign(one) * Math.Sign(other) < 0)
            {
                double used = Math.Min(Math.Abs(one), Math.Abs(other));
                charge += used * spread.Charge;
                deltas[spread.LongTier] = one - Math.CopySign(used, one);
                deltas[spread.ShortTier] = other - Math.CopySign(used, other);
            }
        }

        return charge + delivery;
    }
}
