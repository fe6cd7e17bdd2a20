namespace Dms.Predictive.Explanation.Report;

/// <summary>One margin change as signed bars in currency that close with residual 0.</summary>
internal static class WaterfallFigure
{
    private const int MostBars = 12;

    internal static FigureBlock Compose(MarginRaise raise, string id)
    {
        if (raise.Residual != 0)
        {
            throw new ArgumentException(
                $"The parts of '{raise.Name}' miss its change of margin by {raise.Residual} {raise.Currency}; " +
                "an attribution that does not add up is not published.", nameof(raise));
        }

        int digits = Math.Max(2, raise.Parts.Select(p => Numerals.Digits(p.Amount)).DefaultIfEmpty(2).Max());
        return new(
            id, $"{raise.Name}: what moved initial margin, {raise.Currency}", Says(raise, digits),
            $"From {raise.From} to the margin required at {Numerals.DateTime(raise.At)} UTC. Blue raises, orange lowers; " +
            "light bars are not features (base rate, other members, limits, rounding).",
            new BarChart(Bars(raise, digits), $"change of initial margin, {raise.Currency}") { IsWaterfall = true },
            Parts(raise, digits));
    }

    private static string Says(MarginRaise raise, int digits)
    {
        decimal change = raise.After - raise.Before;
        string head = change == 0
            ? $"Initial margin stayed at {Numerals.Money(raise.After, digits)} {raise.Currency}"
            : $"Initial margin {(change > 0 ? "rose" : "fell")} by {Numerals.Money(Math.Abs(change), digits)} " +
                $"{raise.Currency}, from {Numerals.Money(raise.Before, digits)} to {Numerals.Money(raise.After, digits)}";
        MarginPart? most = raise.Parts.Where(p => p.Kind is MarginPartKind.Feature or MarginPartKind.Player)
            .OrderByDescending(p => Math.Abs(p.Amount)).FirstOrDefault();
        string reason = most is null || most.Amount == 0 ? ""
            : $"; the largest part is {most.Name} with {Numerals.SignedMoney(most.Amount, digits)}";
        return $"{head}{reason}; residual {Numerals.Money(raise.Residual, digits)}.";
    }

    /// <summary>Parts by size, the small ones summed; base rate first, limits and rounding last.</summary>
    private static List<Bar> Bars(MarginRaise raise, int digits)
    {
        List<MarginPart> shown = [.. raise.Parts.Where(p => p.Amount != 0).OrderByDescending(p => Math.Abs(p.Amount))];
        List<MarginPart> small = shown.Count > MostBars
            ? [.. shown.Where(p => p.Kind is MarginPartKind.Feature or MarginPartKind.Player).Skip(MostBars - 5)] : [];
        shown.RemoveAll(small.Contains);
        if (small.Count > 0)
        {
            shown.Add(new($"{small.Count} smaller parts", MarginPartKind.Feature, small.Sum(p => p.Amount),
                Measured.Absent("sum of several"), Measured.Absent("sum of several")));
        }

        List<Bar> bars = [];
        decimal sum = 0;
        foreach (MarginPart part in shown.OrderBy(p => Place(p.Kind)))
        {
            string value = part.FeatureValue.IsPresent ? " = " + Numerals.Short(part.FeatureValue.Value) : "";
            bars.Add(new(
                part.Name + value, (double)sum, (double)(sum + part.Amount), Numerals.SignedMoney(part.Amount, digits),
                part.Kind is MarginPartKind.Feature or MarginPartKind.Player ? BarLook.Signed : BarLook.SignedLight));
            sum += part.Amount;
        }

        bars.Add(new("sum, residual " + Numerals.Money(raise.Residual, digits), 0, (double)sum,
            Numerals.SignedMoney(sum, digits), BarLook.Total));
        return bars;
    }

    private static int Place(MarginPartKind kind) => kind switch
    {
        MarginPartKind.BaseRate => 0,
        MarginPartKind.Member => 2,
        MarginPartKind.Limit => 3,
        MarginPartKind.Rounding => 4,
        _ => 1,
    };

    private static string Word(MarginPartKind kind) => kind switch
    {
        MarginPartKind.BaseRate => "base rate",
        MarginPartKind.Member => "other member",
        MarginPartKind.Limit => "limit",
        MarginPartKind.Rounding => "rounding",
        MarginPartKind.Player => "margin input",
        _ => "feature",
    };

    private static Table Parts(MarginRaise raise, int digits)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            .. raise.Parts.Take(195).Select(part => (IReadOnlyList<Cell>)
            [
                Cell.Words(part.Name), Cell.Words(Word(part.Kind)), Optional(part.FeatureValue),
                Optional(part.Score), Cell.Money(part.Amount, digits),
            ]),
        ];
        if (raise.Parts.Count > rows.Count)
        {
            int left = raise.Parts.Count - rows.Count;
            rows.Add(Line($"{left} further parts", raise.Parts.Skip(rows.Count).Sum(p => p.Amount)));
        }

        rows.Add(Line("Sum of parts", raise.Parts.Sum(p => p.Amount)));
        rows.Add(Line("Change of margin", raise.After - raise.Before));
        rows.Add(Line("Residual", raise.Residual));
        return new("parts", $"{raise.Name}: booked parts; they sum to the change of margin to the unit.",
            [Column.Words("Part"), Column.Words("Kind"), new("Feature value"), new("Attribution", "score unit"),
                new("Part of margin", raise.Currency)], rows);

        IReadOnlyList<Cell> Line(string name, decimal amount) =>
            [Cell.Words(name), Cell.Words(""), Cell.Words(""), Cell.Words(""), Cell.Money(amount, digits)];

        static Cell Optional(Measured value) => value.IsPresent ? Cell.Of(value, Numerals.Short) : Cell.Words("");
    }
}
