using System.Globalization;
using System.Text.Json;
using CsCheck;
using Dms.Predictive.Explanation.Tests.Trees;

namespace Dms.Predictive.Explanation.Tests.Uplift;

public sealed class BookingTests
{
    [SharedFact("audit")]
    public void Book_ReferenceCases_GiveTheirStrings()
    {
        string file = Path.Combine(SharedVectors.Folder("audit")!, "booking.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(8, cases.Length);
        foreach (JsonElement given in cases)
        {
            double[] parts = [.. given.GetProperty("parts").EnumerateArray().Select(p => p.GetDouble())];
            BookedParts booked = Booking.Book(
                parts, bookedDelta: Amount(given, "bookedDelta"), quantum: Amount(given, "quantum"));
            Assert.Equal(
                given.GetProperty("booked").EnumerateArray().Select(b => b.GetString()),
                booked.Parts.Select(b => b.ToString(CultureInfo.InvariantCulture)));
            string residual = booked.Residual.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(given.GetProperty("residual").GetString(), residual);
            Assert.Equal(given.GetProperty("residualOn").GetInt32(), booked.ResidualOn);
        }
    }

    [Fact]
    public void Book_AnyParts_SumToTheBookedDeltaToTheUnit() =>
        Gen.Select(Gen.Double[-1e12, 1e12].Array[1, 12], Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 8])
            .Sample((parts, units, scale) =>
            {
                decimal quantum = new(1, 0, 0, false, (byte)scale);
                BookedParts booked = Booking.Book(parts, bookedDelta: units * quantum, quantum: quantum);
                Assert.Equal(units * quantum, booked.Parts.Sum());
                Assert.All(booked.Parts, p => Assert.Equal(0m, p % quantum));
                Assert.Equal(parts.Max(Math.Abs), Math.Abs(parts[booked.ResidualOn]));
            }, iter: 10_000);

    [Fact]
    public void RoundHalfEven_ExactTies_GoToTheEvenUnit() =>
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Sample(n =>
        {
            // (2n + 1)/8 is exact in double and lies half-way between two multiples of 1/4.
            decimal rounded = Booking.RoundHalfEven((2 * n + 1) / 8.0, 0.25m);
            Assert.Equal(0.125m, Math.Abs(rounded - (2 * n + 1) / 8m));
            Assert.Equal(0m, rounded / 0.25m % 2);
        });

    [Theory]
    [InlineData(2.675, "2.67")]
    [InlineData(1.005, "1.00")]
    [InlineData(-0.0, "0.00")]
    [InlineData(-0.004, "0.00")]
    [InlineData(double.Epsilon, "0.00")]
    [InlineData(-double.Epsilon, "0.00")]
    [InlineData(0.015, "0.01")]
    [InlineData(0.045, "0.04")]
    [InlineData(1e22, "10000000000000000000000.00")]
    public void RoundHalfEven_Cents_GoesByTheExactDouble(double amount, string expected) =>
        Assert.Equal(expected, Booking.RoundHalfEven(amount, 0.01m).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void RoundHalfEven_BelowTheSmallestDecimal_StillSeesTheTieBreak() =>
        Assert.Equal(1m, Booking.RoundHalfEven(Math.BitIncrement(0.5), 1m));

    [Fact]
    public void Book_NothingOrOffQuantumOrNotFinite_Throws()
    {
        Assert.Throws<ArgumentException>(() => Booking.Book([], bookedDelta: 0m, quantum: 0.01m));
        Assert.Throws<ArgumentException>(() => Booking.Book([1.0], bookedDelta: 1.005m, quantum: 0.01m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.Book([double.NaN], bookedDelta: 1m, quantum: 0.01m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Booking.Book([1.0], bookedDelta: 1m, quantum: 0m));
        Assert.Throws<OverflowException>(() => Booking.Book([1e30], bookedDelta: 1m, quantum: 0.01m));
    }

    private static decimal Amount(JsonElement given, string name) =>
        decimal.Parse(given.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
