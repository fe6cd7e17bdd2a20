using System.Text.Json;

namespace Dms.Predictive.Learning.Tests;

public sealed class LogitHeadTests
{
    private static readonly HeadInput[] Inputs =
        [new("forecast_to_threshold", 1.7, -1.3), new("volume_ratio_20", 0.4, 0.1), new("ln_threshold", -0.2, 0.7)];

    [Theory]
    [InlineData(0.3, 1.9, -2.0)]
    [InlineData(double.NaN, 0.2, 0.4)]
    [InlineData(-7.1, double.NaN, double.NaN)]
    public void Attribute_AnyInputs_SumsToTheLogitBitForBit(double a, double b, double c)
    {
        LogitHead head = new(Inputs, -4.2, new PlattMap(1, 0));
        double[] parts = new double[3];

        head.Attribute([a, b, c], parts);

        double sum = head.BaseLogit;
        foreach (double part in parts)
        {
            sum += part;
        }

        Assert.Equal(head.Logit([a, b, c]), sum);
    }

    [Fact]
    public void Probability_ForecastRises_NeverFalls()
    {
        LogitHead head = new(Inputs, -4.2, new BetaMap(0.8, 1.1, 0));
        double last = 0;
        for (double forecast = -12; forecast < 6; forecast += 0.25)
        {
            double p = head.Probability([forecast, 0.3, double.NaN]);
            Assert.True(p >= last);
            last = p;
        }
    }

    [Fact]
    public void Logit_MissingInput_CountsAsItsMean()
    {
        LogitHead head = new(Inputs, -4.2, new PlattMap(1, 0));

        Assert.Equal(head.Logit([0.5, 0.1, -1]), head.Logit([0.5, double.NaN, -1]), 1e-12);
    }

    [Fact]
    public void Logit_OtherNumberOfValues_Refused()
    {
        LogitHead head = new(Inputs, -4.2, new PlattMap(1, 0));

        Assert.Throws<ArgumentException>(() => head.Logit([0.5, 0.1]));
    }

    [Fact]
    public void Json_EveryCalibration_ReadsBackToTheSameBits()
    {
        ICalibrationMap[] maps = [new PlattMap(0.9, -0.1), new BetaMap(0.7, 1.2, 0.3), new IsotonicMap([-3, 0, 2], [0.01, 0.1, 0.6])];
        foreach (ICalibrationMap map in maps)
        {
            LogitHead head = new(Inputs, -4.2, map);

            LogitHead back = LogitHeadJson.Read(JsonDocument.Parse(Written(head)).RootElement);

            Assert.Equal(head.Inputs, back.Inputs);
            Assert.Equal(head.Probability([1.1, -0.4, 0.2]), back.Probability([1.1, -0.4, 0.2]));
            Assert.Equal(Written(head), Written(back));
        }
    }

    [Fact]
    public void Json_NoCalibration_Refused()
    {
        JsonElement json = JsonDocument.Parse("""{"inputs":[{"name":"x","coefficient":1,"mean":0}],"offset":0}""").RootElement;

        Assert.Throws<FormatException>(() => LogitHeadJson.Read(json));
    }

    private static byte[] Written(LogitHead head)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            LogitHeadJson.Write(writer, head);
        }

        return stream.ToArray();
    }
}
