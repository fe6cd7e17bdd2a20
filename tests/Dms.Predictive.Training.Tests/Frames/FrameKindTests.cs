using Dms.Predictive.Core;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Training.Tests;

/// <summary>Features, forecasts and evaluations through a frame and a file.</summary>
public sealed class FrameKindTests : IClassFixture<FrameKindTests.SmallRun>
{
    private readonly SmallRun _made;

    public FrameKindTests(SmallRun made) => _made = made;

    [Fact]
    public async Task FeatureFrame_ThroughParquet_EveryFeatureKeepsItsBits()
    {
        DecisionTable table = _made.Run.Table;
        FeatureRows back = FeatureFrame.Read(await Back(FeatureFrame.Of(table, _made.Run.Targets)), table.Schema);

        Assert.Equal(table.Minutes, back.Times.Select(t => t.Minutes));
        Assert.Contains(back.RowMajor, double.IsNaN);
        for (int d = 0; d < table.Count; d++)
        {
            Assert.True(Bits(table.Features(d))
                .SequenceEqual(Bits(back.RowMajor.AsSpan(d * table.Schema.Count, table.Schema.Count))),
                $"decision {d}");
        }
    }

    [Fact]
    public async Task FeatureFrame_Columns_AllHaveUnitAndMeaning()
    {
        FrameDocument frame = await Back(FeatureFrame.Of(_made.Run.Table, _made.Run.Targets));
        IReadOnlyList<FrameColumn> about = FeatureFrame.Columns(_made.Run.Table.Schema, [10]);

        Assert.Equal(about.Select(c => c.Name), frame.Frame.Columns.Select(c => c.Name));
        Assert.All(about, c => Assert.Equal(c.Unit, frame.UnitOf(c.Name)));
        Assert.All(about, c => Assert.NotEmpty(c.Meaning));
        Assert.Equal(_made.Run.Table.Schema.Hash, frame.Metadata[FrameDocument.FeatureSchemaHash]);
    }

    [Fact]
    public void FeatureFrame_OtherSchema_SchemaMismatch()
    {
        FrameDocument frame = FeatureFrame.Of(_made.Run.Table);
        FeatureSchema other = new(99, _made.Run.Table.Schema.Features);

        Assert.Equal("schema-mismatch",
            Assert.Throws<InputRefusedException>(() => FeatureFrame.Read(frame, other)).Code);
    }

    [Fact]
    public async Task ForecastFrame_ThroughParquet_EqualsWhatWasIssued()
    {
        List<ForecastRow> rows = [.. ForecastRow.Of(_made.Run, SmallRun.Span, null)];
        IReadOnlyList<ForecastRow> back = ForecastFrame.Read(await Back(ForecastFrame.Of(rows, "hash")));

        Assert.Equal(288 * _made.Run.Forecasts[0].Issued.Count, rows.Count);
        Assert.Equal(rows, back);
    }

    [Fact]
    public async Task EvaluationFrame_ThroughParquet_EqualsTheSummary()
    {
        IReadOnlyList<HorizonSummary> summaries = EvaluationSummary.Of(_made.Run, SmallRun.Span, 17);
        IReadOnlyList<EvaluationRow> back = EvaluationFrame.Read(await Back(EvaluationFrame.Of(summaries, "hash")));

        ModelLosses blend = summaries[0].Models.Single(m => m.Model == "blend");
        EvaluationRow row = back.Single(r => r.Slice == "all" && r.Model == "blend");
        Assert.Equal((10, summaries[0].Rows, blend.Qlike, blend.MeanSquaredError),
            (row.HorizonMinutes, row.Rows, row.Qlike, row.MeanSquaredError));
        Assert.Equal(summaries[0].Regimes.Sum(r => r.Rows),
            back.Where(r => r.Model == "blend" && r.Slice is "calm" or "mid" or "high" or "top5")
            .Where(r => r.Model == "blend").Sum(r => r.Rows));
    }

    [Fact]
    public void ForecastFrame_NegativeVariance_RefusedWithItsRow()
    {
        FrameDocument frame = ForecastFrame.Of([new ForecastRow(SmallRun.Span.Start, 10, "mine", -1, double.NaN)], "");

        InputRefusedException e = Assert.Throws<InputRefusedException>(() => ForecastFrame.Read(frame));
        Assert.Equal(("frame", "variance"), (e.Code, e.Where));
        Assert.Contains("Row 0", e.Message);
    }

    [Fact]
    public void ForecastFrame_OfAnotherKind_Refused()
    {
        FrameDocument frame = FeatureFrame.Of(_made.Run.Table);

        Assert.Equal("frame", Assert.Throws<InputRefusedException>(() => ForecastFrame.Read(frame)).Code);
    }

    [Fact]
    public void ForecastFrame_ColumnRemoved_NamesIt()
    {
        FrameDocument frame = ForecastFrame.Of([new ForecastRow(SmallRun.Span.Start, 10, "mine", 1, double.NaN)], "");
        frame.Frame.Columns.Remove("variance");

        Assert.Contains("no column 'variance'",
            Assert.Throws<InputRefusedException>(() => ForecastFrame.Read(frame)).Message);
    }

    private static long[] Bits(ReadOnlySpan<double> values)
    {
        long[] bits = new long[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.DoubleToInt64Bits(values[i]);
        }

        return bits;
    }

    private static async Task<FrameDocument> Back(FrameDocument document)
    {
        using MemoryStream stream = new();
        await FrameParquet.WriteAsync(document, stream);
        return await FrameParquet.ReadAsync(new MemoryStream(stream.ToArray()), "frame.parquet");
    }

    public sealed class SmallRun
    {
        internal static readonly (Timestamp Start, Timestamp End) Span =
            (SyntheticBars.Start + TimeSpan.FromDays(25), SyntheticBars.Start + TimeSpan.FromDays(26));

        public SmallRun()
        {
            EvaluationProtocol protocol = new()
            {
                HorizonMinutes = [10],
                RehearsalRefits = 1,
                Trees = new BoostingRecipe { Trees = 8 }
            };
            DecisionTable table = DecisionTableBuilder.Build(
                SyntheticBars.Days(26), 5, Span.End, CancellationToken.None);
            Run = WalkForwardRun.Run(table, protocol, Span, null, CancellationToken.None);
        }

        internal WalkForwardRun Run { get; }
    }
}
