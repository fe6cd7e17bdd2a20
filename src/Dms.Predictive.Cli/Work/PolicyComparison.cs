using System.Globalization;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>One account under one policy: calm, raised by the forecast, and after falls and rises.</summary>
/// <param name="Name">Id of the request.</param>
/// <param name="Kind">Kind of the policy.</param>
/// <param name="Notional">What rates refer to, quote.</param>
/// <param name="Calm">As it is.</param>
/// <param name="Raised">At each of <see cref="PolicyComparison.Multipliers"/>.</param>
/// <param name="Fallen">After each of <see cref="PolicyComparison.Moves"/>, without a forecast.</param>
internal sealed record ComparedPolicy(
    string Name, string Kind, double Notional, MarginRequirement Calm, IReadOnlyList<MarginRequirement> Raised, IReadOnlyList<MarginRequirement> Fallen)
{
    /// <summary>Initial margin, percent of notional.</summary>
    public double Rate(MarginRequirement r) => 100 * (double)r.Initial / Notional;
}

/// <summary>Margins of several requests side by side.</summary>
internal static class PolicyComparison
{
    private const int RowsInPanel = 4;
    private const int MostPanels = 4;

    /// <summary>Multiples of the policy's own driver.</summary>
    public static IReadOnlyList<double> Multipliers { get; } = [1, 1.5, 2, 3];

    /// <summary>Common moves of all prices, fractions.</summary>
    public static IReadOnlyList<double> Moves { get; } = [-0.2, 0.2];

    /// <summary>One row per request, and for one with options a second without them.</summary>
    /// <exception cref="InputRefusedException">A request is refused; its id stands before the place.</exception>
    public static IReadOnlyList<ComparedPolicy> Of(IReadOnlyList<MarginRequest> requests) =>
        [.. requests.SelectMany(WithAndWithoutOptions).Select(Compare)];

    /// <summary>Initial margin by multiplier, four policies to a panel.</summary>
    public static byte[] Picture(IReadOnlyList<ComparedPolicy> rows) => Encoding.UTF8.GetBytes(SvgChart.Lines(
        "One account under every policy: what a forecast makes of the margin",
        "Every policy asks more when its own driver is raised; those with floors, tiers and fixed parts less than in proportion.",
        "multiple of the policy's own driver",
        [.. rows.Chunk(RowsInPanel).Take(MostPanels).Select(c => new ChartPanel(
            "initial margin, % of notional",
            [.. c.Select(r => new ChartLine(r.Name, Multipliers, [.. r.Raised.Select(r.Rate)]))])
        {
            HoldsZero = true,
        })]));

    private static IEnumerable<MarginRequest> WithAndWithoutOptions(MarginRequest request)
    {
        HashSet<string> options = [.. request.Market.Instruments.Where(i => i.Kind == InstrumentKind.Option).Select(i => i.Id)];
        Position[] linear = [.. request.Account.Positions.Where(p => !options.Contains(p.Instrument))];
        if (linear.Length == request.Account.Positions.Count || linear.Length == 0)
        {
            return [request];
        }

        return
        [
            request with { Id = request.Id + " linear", Account = request.Account with { Positions = linear } },
            request with { Id = request.Id + " + options" },
        ];
    }

    private static ComparedPolicy Compare(MarginRequest request)
    {
        try
        {
            BookReplay book = new(request);
            return new(
                request.Id, request.Policy.Kind, book.Notional, book.At(1, 1),
                [.. Multipliers.Select(m => book.At(1, m))], [.. Moves.Select(x => book.At(1 + x, 1))]);
        }
        catch (InputRefusedException e)
        {
            throw new InputRefusedException(e.Code, e.Message, string.Create(CultureInfo.InvariantCulture, $"{request.Id}: {e.Where}"), e);
        }
    }
}
