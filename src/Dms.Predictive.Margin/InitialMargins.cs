using System.Runtime.CompilerServices;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Initial margins alone, without components, prices, status and hashes, of many requests that share accounts, markets and
/// policies as objects: what these decide is checked, netted and margined without a forecast once. For explanations, which ask the same account
/// hundreds of times. Not for several threads at once.
/// </summary>
public sealed class InitialMargins
{
    private readonly HashSet<MarginMarket> _markets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Held, Known> _known = [];

    /// <summary>Computes one.</summary>
    /// <param name="request">As for <see cref="MarginCalculator.Compute(MarginRequest)"/>.</param>
    /// <returns>The same initial margin, quote currency.</returns>
    /// <exception cref="InputRefusedException">As for <see cref="MarginCalculator.Compute(MarginRequest)"/>.</exception>
    public decimal Of(MarginRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            Known known = KnownOf(request);
            RequestRules.CheckAround(request);
            if (MarginCalculator.IsRefusedBy(request, MarginCalculator.JudgeOracle(request)))
            {
                throw MarginCalculator.Rejected();
            }

            OverlayScales scales = OverlayScales.Of(request);
            if (request.Policy is IExactMarginPolicy exact)
            {
                return ExactRequirement.Of(request, exact, known.View, scales).Initial;
            }

            MarginFormula formula = new(request.Policy, request.AddOns);
            FormulaParts baseline = known.Baseline ??= UpliftedRequirement.BaselineOf(formula, known.View);
            return RoundedRequirement.InitialOf(request, UpliftedRequirement.FinalOf(baseline, formula, known.View, scales), baseline);
        }
        catch (OverflowException e)
        {
            throw MarginCalculator.TooLarge(e);
        }
    }

    private Known KnownOf(MarginRequest request)
    {
        Held held = new(request.Account, request.Market, request.Policy, request.AddOns);
        if (!_known.TryGetValue(held, out Known? known))
        {
            RequestRules.CheckHeld(request, _markets.Contains(request.Market));
            _markets.Add(request.Market);
            known = new Known(MarginView.Of(request));
            if (request.Policy.MarginsPositions)
            {
                _known.Add(held, known);
            }
        }

        return known;
    }

    private sealed class Known(MarginView view)
    {
        public MarginView View { get; } = view;

        public FormulaParts? Baseline { get; set; }
    }

    // By reference: a value of this size costs more to compare than to check.
    private readonly struct Held(Account account, MarginMarket market, IMarginPolicy policy, MarginAddOns? addOns) : IEquatable<Held>
    {
        private readonly Account _account = account;
        private readonly MarginMarket _market = market;
        private readonly IMarginPolicy _policy = policy;
        private readonly MarginAddOns? _addOns = addOns;

        public bool Equals(Held other) => ReferenceEquals(_account, other._account)
            && ReferenceEquals(_market, other._market) && ReferenceEquals(_policy, other._policy) && ReferenceEquals(_addOns, other._addOns);

        public override bool Equals(object? obj) => obj is Held other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(
            RuntimeHelpers.GetHashCode(_account),
            RuntimeHelpers.GetHashCode(_market),
            RuntimeHelpers.GetHashCode(_policy));
    }
}
