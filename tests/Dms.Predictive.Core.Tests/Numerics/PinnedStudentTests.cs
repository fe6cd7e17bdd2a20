using CsCheck;

namespace Dms.Predictive.Core.Tests.Numerics;

public sealed class PinnedStudentTests
{
    [Theory]
    [InlineData(0, 250, 2e-14)]
    [InlineData(250, 10_000, 5e-13)]
    public void UpperTail_AgainstFiftyDigits_WithinItsStatedError(double above, double upTo, double bound) =>
        Assert.InRange(
            LargestRelative("ttail", (above, upTo), r => PinnedStudent.UpperTail(r.X, r.DegreesOfFreedom)), 0, bound);

    [Theory]
    [InlineData(0, 250, 2e-14)]
    [InlineData(250, 10_000, 2e-14)]
    public void Density_AgainstFiftyDigits_WithinItsStatedError(double above, double upTo, double bound) =>
        Assert.InRange(
            LargestRelative("tpdf", (above, upTo), r => PinnedStudent.Density(r.X, r.DegreesOfFreedom)), 0, bound);

    [Fact]
    public void Quantile_OfUpperTail_ReturnsTheLevel() =>
        Gen.Select(Gen.Double[0.51, 0.9999], Gen.Double[2.01, 200]).Sample((level, nu) =>
            Math.Abs((PinnedStudent.UpperTail(PinnedStudent.Quantile(level, nu), nu) / (1 - level)) - 1) <= 1e-12);

    [Fact]
    public void Quantile_ManyDegreesOfFreedom_ApproachesTheNormal() =>
        Assert.Equal(PinnedNormal.Quantile(0.99), PinnedStudent.Quantile(0.99, 1e6), 1e-5);

    [Fact]
    public void Quantile_TwoDegreesOfFreedom_HasAClosedForm() =>
        Gen.Double[0.51, 0.999].Sample(a =>
        {
            double closed = ((2 * a) - 1) / Math.Sqrt(2 * a * (1 - a));
            return Math.Abs((PinnedStudent.Quantile(a, 2) / closed) - 1) <= 1e-12;
        });

    [Theory]
    [InlineData(0)]
    [InlineData(2e6)]
    [InlineData(double.NaN)]
    public void Density_DegreesOfFreedomOutOfRange_AreRefused(double nu) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PinnedStudent.Density(1, nu));

    private static double LargestRelative(
        string function, (double Above, double UpTo) degrees, Func<ReferenceRow, double> compute) =>
        ReferenceRow.Of(function)
            .Where(r => r.DegreesOfFreedom > degrees.Above && r.DegreesOfFreedom <= degrees.UpTo)
            .Max(r => Math.Abs((compute(r) - r.Value - r.Remainder) / r.Value));
}
