using System.Buffers;
using System.Text.Json;

namespace Dms.Predictive.Margin.Tests.Cases;

/// <summary>Reference cases of the commands besides <c>compute</c>, at the tolerance that each file states.</summary>
public sealed class CommandCaseTests
{
    private static readonly string[] Built =
        ["static", "parametric", "scenario-portfolio", "tiered-perp", "debt-pool"];

    [SharedFact]
    public void WhatIf_Cases_AllMatch() =>
        Assert.Equal((3, 0), Run("whatif.json", MarginQuestion.WhatIf));

    [SharedFact]
    public void Liquidation_Cases_AllMatch() =>
        Assert.Equal((25, 0), Run("liquidation.json", MarginQuestion.Liquidation));

    [SharedFact]
    public void Liquidation_PublishedExamples_AllMatch() =>
        Assert.Equal((8, 0), Run("cited-liquidation.json", MarginQuestion.Liquidation));

    private static (int Ran, int LeftOut) Run(string file, MarginQuestion question)
    {
        using JsonDocument document = JsonDocument.Parse(SharedVectors.Read(file));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        JsonElement[] concern = [.. cases.Where(c => Built.Contains(KindOf(c)))];
        Assert.NotEmpty(concern);
        string[] problems = [.. concern.SelectMany(c =>
            ProblemsOf(c, question).Select(p => $"{c.GetProperty("id")}{p}"))];
        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
        return (concern.Length, cases.Length - concern.Length);
    }

    private static string? KindOf(JsonElement one) =>
        one.GetProperty("request").GetProperty("policy").GetProperty("kind").GetString();

    private static IEnumerable<string> ProblemsOf(JsonElement one, MarginQuestion question)
    {
        JsonElement tolerance = one.GetProperty("tolerance");
        JsonDifference difference = new(
            tolerance.GetProperty("rel").GetDouble(), tolerance.GetProperty("abs").GetDouble());
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            string text = $"[{one.GetProperty("request").GetRawText()}]";
            MarginDocument.Answer(System.Text.Encoding.UTF8.GetBytes(text), question).Write(writer);
        }

        using JsonDocument answer = JsonDocument.Parse(output.WrittenMemory);
        return [.. difference.Of(one.GetProperty("expected"), answer.RootElement[0].Clone())];
    }
}
