using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Initial margins alone, without components, prices, status and hashes, of many requests that share accounts, markets and
/// policies as objects: what these three decide is checked and netted once. For explanations, which ask the same account
/// hundreds of times. Not for several threads at once.
/// </summary>
public sealed class InitialMargins
{
    private readonly Dictionary<Held, MarginView> _views = [];

    /// <summary>Computes one.</summary>
    /// <param name="request">As for <see cref="MarginCalculator.Compute(MarginRequest)"/>.</param>
    /// <returns>The same initial margin, quote currency.</returns>
    /// <exception cref="InputRefusedException">As for <see cref="MarginCalculator.Compute(MarginRequest)"/>.</exception>
    public decimal Of(MarginRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            MarginView view = ViewOf(request);
            RequestRules.CheckAround(request);
            if (MarginCalculator.IsRefusedBy(request, MarginCalculator.JudgeOracle(request)))
            {
                throw MarginCalculator.Rejected();
            }

            return RoundedRequirement.InitialOf(request, new MarginFormula(request.Policy, request.AddOns), view, OverlayScales.Of(request));
        }
        catch (OverflowException e)
        {
            throw MarginCalculator.TooLarge(e);
        }
    }

    private MarginView ViewOf(MarginRequest request)
    {
        Held held = new(request.Account, request.Market, request.Policy);
        if (!_views.TryGetValue(held, out MarginView? view))
        {
            RequestRules.CheckHeld(request);
            view = MarginView.Of(request);
            if (request.Policy.MarginsPositions)
            {
                _views.Add(held, view);
            }
        }

        return view;
    }

    // By reference: a value of this size costs more to compare than to check.
    private readonly struct Held(Account account, MarginMarket market, IMarginPolicy policy) : IEquatable<Held>
    {
        private readonly Account _account = account;
        private readonly MarginMarket _market = market;
        private readonly IMarginPolicy _policy = policy;

        public bool Equals(Held other) => ReferenceEquals(_account, other._account)
            && ReferenceEquals(_market, other._market) && ReferenceEquals(_policy, other._policy);

        public override bool Equals(object? obj) => obj is Held other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_account),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_market),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_policy));
    }
}
