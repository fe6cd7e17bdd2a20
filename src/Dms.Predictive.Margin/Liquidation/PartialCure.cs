using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Closes the smallest equal part of every position after which equity covers a target.</summary>
public static class PartialCure
{
    private const int Steps = 64;
    private const decimal Precision = 1e-12m;
    private const decimal SmallestRaise = 1e-7m;

    // A book x times the size needs x times the margin, so the part has a closed form.
    private static readonly string[] Homogeneous = ["static", "parametric", "historical"];

    /// <summary>
    /// Smallest x with E − cost·x ≥ T(1 − x). Where margin grows with the book in proportion,
    /// x = (T − E)/(T − C), C being the cost of closing everything; E ≤ C or T ≤ C gives 1. Elsewhere x is searched in
    /// steps of 1/64 and bisected. Quantities are rounded up to lots, never beyond the position; where rounding the
    /// legs of a hedge apart costs more margin than it frees, x is raised until the rounded orders do cure.
    /// </summary>
    /// <param name="request">Account, prices and policy.</param>
    /// <param name="requirement">Its requirement.</param>
    /// <param name="terms">Target and cost.</param>
    /// <returns>Orders sorted by relief of maintenance margin per unit of cost, largest first, then by id.</returns>
    public static CurePlan Of(MarginRequest request, MarginRequirement requirement, CureTerms terms)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(requirement);
        ArgumentNullException.ThrowIfNull(terms);
        IReadOnlyList<NetPosition> book = NetPosition.Of(request);
        decimal cost = terms.CostRate * book.Sum(p => p.Notional);
        decimal exact = FractionOf(request, requirement, terms, cost);
        bool Cures(decimal part)
        {
            MarginRequirement after = MarginCalculator.Compute(NetPosition.With(request, OrdersFor(book, part)));
            decimal paid = terms.CostRate * book.Sum(p => p.Notional * p.Lots(part) / Math.Abs(p.Quantity));
            return requirement.Equity - paid + ProceedsOf(request, book, part) >= TargetOf(after, terms);
        }

        decimal part = exact is > 0 and < 1 && book.Any(p => p.Instrument.Lot > 0) ? Raised(exact, Cures) : exact;
        IEnumerable<CureOrder> orders = book.Zip(OrdersFor(book, part))
            .OrderByDescending(o => Relief(request, requirement, o.First, o.Second))
            .ThenBy(o => o.Second.Instrument, StringComparer.Ordinal)
            .Select(o => o.Second);
        return new((double)part, [.. orders]);
    }

    private static IReadOnlyList<CureOrder> OrdersFor(IReadOnlyList<NetPosition> book, decimal part) =>
        [.. book.Select(p => new CureOrder(p.Instrument.Id, -Math.Sign(p.Quantity) * p.Lots(part)))];

    private static decimal Raised(decimal exact, Func<decimal, bool> cures)
    {
        decimal outside = exact;
        for (decimal raise = SmallestRaise, inside = exact; ; raise *= 2)
        {
            if (inside >= 1 || cures(inside))
            {
                return inside == exact ? exact : Bisected(outside, Math.Min(1, inside), SmallestRaise, cures);
            }

            (outside, inside) = (inside, exact + raise);
        }
    }

    private static decimal FractionOf(
        MarginRequest request, MarginRequirement requirement, CureTerms terms, decimal cost)
    {
        (decimal equity, decimal target) = (requirement.Equity, TargetOf(requirement, terms));
        if (equity >= target)
        {
            return 0;
        }

        if (equity <= cost)
        {
            return 1;
        }

        bool proportional = Homogeneous.Contains(request.Policy.Kind)
            && request.AddOns is null && request.Operators.Count == 0;
        return proportional
            ? target <= cost ? 1 : Math.Clamp((target - equity) / (target - cost), 0, 1)
            : Searched(part =>
            {
                MarginRequest rest = NetPosition.Reduced(request, part);
                return equity - (cost * part) + ProceedsOf(request, NetPosition.Of(request), part)
                    >= TargetOf(MarginCalculator.Compute(rest), terms);
            });
    }

    private static decimal TargetOf(MarginRequirement requirement, CureTerms terms) =>
        terms.Target == CureTarget.Initial ? requirement.Initial : requirement.Maintenance * (1 + terms.Buffer);

    // Closing an option turns its mark into cash; equity changes only where marks were not part of it.
    private static decimal ProceedsOf(MarginRequest request, IReadOnlyList<NetPosition> book, decimal part) =>
        request.Policy.Options is { CountsMarks: false }
            ? book.Sum(p => p.Mark * p.Lots(part) / Math.Abs(p.Quantity))
            : 0;

    private static decimal Searched(Func<decimal, bool> cures)
    {
        decimal outside = 0;
        for (int step = 1; step <= Steps; step++)
        {
            decimal inside = step / (decimal)Steps;
            if (cures(inside))
            {
                return Bisected(outside, inside, Precision, cures);
            }

            outside = inside;
        }

        return 1;
    }

    private static decimal Bisected(
        decimal outside, decimal inside, decimal precision, Func<decimal, bool> cures)
    {
        while (inside - outside > precision)
        {
            decimal middle = (inside + outside) / 2;
            (outside, inside) = cures(middle) ? (outside, middle) : (middle, inside);
        }

        return inside;
    }

    // Costs are a common fraction of notional, so relief per notional sorts alike, and still does at cost 0.
    private static decimal Relief(
        MarginRequest request, MarginRequirement requirement, NetPosition position, CureOrder order)
    {
        decimal traded = position.Notional * Math.Abs(order.Quantity / position.Quantity);
        return traded == 0
            ? 0
            : (requirement.Maintenance - MarginCalculator.Compute(NetPosition.With(request, [order])).Maintenance) / traded;
    }
}

/// <summary>A partial close.</summary>
/// <param name="CloseFraction">Part of every position, [0, 1], before rounding to lots.</param>
/// <param name="Orders">One per instrument with a position; 0 when nothing is to be closed.</param>
public sealed record CurePlan(double CloseFraction, IReadOnlyList<CureOrder> Orders);

/// <summary>An order that closes part of a position.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Quantity">Contracts; opposite in sign to the position.</param>
public sealed record CureOrder(string Instrument, decimal Quantity);
