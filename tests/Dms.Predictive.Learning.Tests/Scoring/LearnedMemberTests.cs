namespace Dms.Predictive.Learning.Tests;

public sealed class LearnedMemberTests
{
    private static readonly LearnedMember Member = new("gbdt", true, null!, 0.25);

    [Fact]
    public void Ln_NeedsNothing_AnswersAlways() =>
        Assert.Equal(2 + 3 + 0.25, Member.Ln([double.NaN], 2, 3));

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(0.0, true)]
    [InlineData(double.NaN, false)]
    public void Ln_NeedsAFeature_MissingWithoutIt(double value, bool answers)
    {
        LearnedMember needing = Member with { Needs = new NeededFeature("book_spread", 1) };

        Assert.Equal(answers, needing.Answers([0, value]));
        Assert.Equal(answers ? 5.25 : double.NaN, needing.Ln([0, value], 2, 3));
        Assert.False(needing.Answers([0]));
    }
}
