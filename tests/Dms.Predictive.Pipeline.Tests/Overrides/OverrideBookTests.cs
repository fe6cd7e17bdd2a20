using CsCheck;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests.Overrides;

public sealed class OverrideBookTests
{
    private static readonly Timestamp Now = Timestamp.FromDate(2026, 3, 1);
    private readonly OverrideBook _book = new();

    [Fact]
    public void Propose_ARaise_HoldsAtOnceAndEndsByItsTime()
    {
        HeldOverride held = _book.Propose(Order(1.25m), "1", By("ann"));

        Assert.Equal(OverrideState.InForce, held.State);
        Assert.Empty(_book.ExpireAt(Now + TimeSpan.FromHours(24) - TimeSpan.FromTicks(1)));
        Assert.Equal(OverrideState.Expired, Assert.Single(_book.ExpireAt(Now + TimeSpan.FromHours(24))).State);
        Assert.Empty(_book.Open);
    }

    [Fact]
    public void Propose_ALowering_MovesNothingUntilAnotherApproverSigns()
    {
        Assert.True(_book.Propose(Order(0.8m), "1", By("ann")).WaitsForSecondPerson);
        Assert.Empty(_book.InForce);
        Assert.Equal("override-own", Refusal(() => _book.Second("1", By("ann"))));
        Assert.Empty(_book.InForce);

        Assert.Equal(["ann", "bob"], _book.Second("1", By("bob")).Approvals.Select(a => a.Actor));
        Assert.Single(_book.InForce);
        Assert.Equal("override-state", Refusal(() => _book.Second("1", By("cid"))));
    }

    [Fact]
    public void Withdraw_ARaise_TakesTwoAndALoweringOne()
    {
        _book.Propose(Order(2m), "1", By("ann"));
        _book.Propose(Order(0.8m), "2", By("ann"));
        _book.Second("2", By("bob"));

        Assert.Equal(OverrideState.Withdrawn, _book.Withdraw("2", By("ann")).State);
        Assert.True(_book.Withdraw("1", By("ann")).WaitsForSecondPerson);
        Assert.Equal("override-own", Refusal(() => _book.Withdraw("1", By("ann"))));
        Assert.Single(_book.InForce);
        Assert.Equal(OverrideState.Withdrawn, _book.Withdraw("1", By("bob")).State);
        Assert.Equal("override-unknown", Refusal(() => _book.Withdraw("1", By("bob"))));
    }

    [Fact]
    public void Propose_OutOfBounds_IsRefusedByName()
    {
        Assert.Equal("override-until", Refusal(() => _book.Propose(Order(1.5m) with { Until = Now }, "1", By("ann"))));
        Assert.Equal("override-until", Refusal(() => _book.Propose(Order(1.5m) with { Until = Now + TimeSpan.FromDays(7) + TimeSpan.FromTicks(1) }, "1", By("ann"))));
        Assert.Equal(OverrideState.InForce, _book.Propose(Order(1.5m) with { Until = Now + TimeSpan.FromDays(7) }, "1", By("ann")).State);
        foreach (decimal factor in (decimal[])[1, 0, -1, 0.09m, 10.01m])
        {
            Assert.Equal("override-factor", Refusal(() => _book.Propose(Order(factor), "2", By("ann"))));
        }

        foreach (string why in (string[])["", " ", "two\nlines", new string('x', 501)])
        {
            Assert.Equal("override-why", Refusal(() => _book.Propose(Order(1.5m) with { Why = why }, "2", By("ann"))));
        }
    }

    /// <summary>Whatever people do: what is in force below 1 has two signatures, and nothing outlives its week.</summary>
    [Fact]
    public void AnyStory_OneApproverAlone_NeverLowers() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[1, 40]).Array[1, 60].Sample(acts =>
    {
        OverrideBook book = new();
        Timestamp now = Now;
        foreach ((int act, int id, int who, int size) in acts)
        {
            Approval by = new(who == 0 ? "ann" : who == 1 ? "bob" : "cid", now, "k");
            now += TimeSpan.FromHours(size);
            book.ExpireAt(now);
            decimal before = Factor(book);
            try
            {
                HeldOverride after = act switch
                {
                    0 => book.Propose(Order(size / 10m) with { Until = now + TimeSpan.FromHours(size * 5) }, $"{id}-{now}", by with { At = now }),
                    1 => book.Second(IdOf(book, id), by),
                    _ => book.Withdraw(IdOf(book, id), by),
                };
                bool byTwo = after.Approvals.Select(a => a.Actor).Distinct().Count() >= 2 || after.EndedBy.Select(a => a.Actor).Distinct().Count() >= 2;
                Assert.True(Factor(book) >= before || byTwo, $"{after} took {before} to {Factor(book)}.");
            }
            catch (InputRefusedException)
            {
                Assert.Equal(before, Factor(book));
            }

            Assert.All(book.InForce, o => Assert.True(o.Order.Raises || o.Approvals.Count == 2));
            Assert.All(book.Open, o => Assert.InRange(o.Order.Until.Nanoseconds, now.Nanoseconds + 1, (now + TimeSpan.FromDays(7)).Nanoseconds));
        }
    });

    private static string IdOf(OverrideBook book, int at) => book.Open.Count == 0 ? "none" : book.Open[at % book.Open.Count].Id;

    private static decimal Factor(OverrideBook book) => OverrideEffect.Of(book.InForce)?.Factor ?? 1;

    private static OverrideOrder Order(decimal factor) => new(new OverrideScope("BTC-PERP", null), factor, "a venue is under attack", Now + TimeSpan.FromHours(24));

    private static Approval By(string who) => new(who, Now, who);

    private static string Refusal(Func<HeldOverride> act) => Assert.Throws<InputRefusedException>(act).Code;
}
