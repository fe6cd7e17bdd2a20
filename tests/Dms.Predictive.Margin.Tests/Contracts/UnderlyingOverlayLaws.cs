using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws about forecasts by underlying, for policies whose drivers belong to underlyings.</summary>
public abstract class UnderlyingOverlayLaws : RequirementLaws
{
    [Fact]
    public void Compute_SameForecastForEveryUnderlying_EqualsOneForecast() =>
        Gen.Select(Accounts, Gen.Double[0.3, 3], Gen.Double[0.3, 3]).Sample(
            (account, garch, ml) =>
            {
                MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, garch, ml, 0.2)) with
                {
                    AnnouncedAt = Sample.AsOf + TimeSpan.FromHours(-5),
                };
                MarginRequirement one = Compute(account, overlay);
                MarginRequirement many = MarginCalculator.Compute(Request(account) with
                {
                    Overlays = Market.Underlyings.ToDictionary(u => u.Id, _ => overlay),
                });
                AssertSameMoney(one, many);
                Assert.Equal(one.LiquidationPrices, many.LiquidationPrices);
                Assert.Equal(one.AnnouncedNext, many.AnnouncedNext);
                Assert.All(many.Overlays!.Values, o => Assert.Equal(one.Overlay!.Multiplier, o.Multiplier));
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_ForecastOfAnotherUnderlying_ChangesNothing() =>
        Gen.Select(Accounts, Gen.Double[1, 3]).Sample(
            (account, ml) =>
            {
                Account other = account with
                {
                    Positions = [.. account.Positions.Where(p => UnderlyingOf(p) != Market.Underlyings[0].Id)],
                };
                AssertSameMoney(Compute(other), MarginCalculator.Compute(Request(other) with
                {
                    Overlays = new Dictionary<string, MarginOverlay>
                    {
                        [Market.Underlyings[0].Id] = Sample.Overlay(Sample.Forecast(0.5, 1, ml)),
                    },
                }));
            },
            iter: Samples.Count);

    private string UnderlyingOf(Position p) => Market.Instruments.Single(i => i.Id == p.Instrument).Underlying;
}
