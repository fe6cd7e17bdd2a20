using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A document with one request or an array of them, answered element by element.</summary>
public static class MarginDocument
{
    /// <summary>Answers every request; a refused one does not touch its neighbors.</summary>
    /// <param name="json">UTF-8 text of an object or an array of objects.</param>
    /// <param name="question">What is asked about each of them.</param>
    /// <param name="relay">Hashes of a chain for the calculator; null = their operations are refused.</param>
    /// <exception cref="InputRefusedException">The text is no JSON (<c>NotJson</c>), or neither object nor
    /// array.</exception>
    public static MarginAnswers Answer(
        ReadOnlyMemory<byte> json, MarginQuestion question = MarginQuestion.Requirement,
        RelayFormulas? relay = null)
    {
        using JsonDocument document = Parse(json);
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Array => new(true, [.. root.EnumerateArray().Select(e => AnswerOne(e, (question, relay), needsId: true))]),
            JsonValueKind.Object => new(false, [AnswerOne(root, (question, relay), needsId: false)]),
            _ => throw new InputRefusedException(
                "WrongType", "Allowed is an object or an array of objects.", "request"),
        };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(
                "NotJson", $"The text is no JSON: {e.Message}", $"line {(e.LineNumber ?? 0) + 1}", e);
        }
    }

    private static MarginAnswer AnswerOne(
        JsonElement element, (MarginQuestion Question, RelayFormulas? Relay) asked, bool needsId)
    {
        string? id = MarginRequestReader.IdOf(element);
        try
        {
            MarginAnswer answer = asked.Question switch
            {
                MarginQuestion.WhatIf => WhatIfReader.Answer(element, id),
                MarginQuestion.Liquidation => new(id, null, null) { Liquidation = LiquidationReader.Answer(element) },
                _ => RequirementOf(element, id, asked.Relay),
            };
            return needsId && id is null
                ? throw new InputRefusedException("MissingField", "Field 'id' is required in an array.", "id")
                : answer;
        }
        catch (InputRefusedException e)
        {
            return new(id, null, e);
        }
    }

    private static MarginAnswer RequirementOf(JsonElement element, string? id, RelayFormulas? relay)
    {
        if (CalculatorReader.Concerns(element))
        {
            return new(id, null, null) { Results = CalculatorReader.Answer(element, relay) };
        }

        (MarginRequirement? requirement, IReadOnlyList<FeedQuality>? refused) =
            MarginCalculator.ComputeOrHold(MarginRequestReader.Read(element));
        return new(id, requirement, null) { Quality = refused };
    }
}

/// <summary>What is asked about a request.</summary>
public enum MarginQuestion
{
    /// <summary>What it requires.</summary>
    Requirement = 0,

    /// <summary>What it would require under its <c>changes</c>.</summary>
    WhatIf,

    /// <summary>How far it is from liquidation, and what to close then, as its <c>liquidation</c> asks.</summary>
    Liquidation,
}

/// <summary>Answers to a document.</summary>
/// <param name="IsArray">Whether the document was an array.</param>
/// <param name="Items">One per request, in order.</param>
public sealed record MarginAnswers(bool IsArray, IReadOnlyList<MarginAnswer> Items)
{
    /// <summary>Writes the items as the document was: an array, or the one answer.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsArray)
        {
            writer.WriteStartArray();
        }

        foreach (MarginAnswer item in Items)
        {
            item.Write(writer);
        }

        if (IsArray)
        {
            writer.WriteEndArray();
        }
    }
}

/// <summary>Answer to one request: what was asked for, a refusal, or the prices that forbid an answer.</summary>
/// <param name="Id">Id of the request; null when it has none.</param>
/// <param name="Requirement">The requirement; null when refused or when something else was asked for.</param>
/// <param name="Refusal">Why it was refused; null when answered.</param>
public sealed record MarginAnswer(string? Id, MarginRequirement? Requirement, InputRefusedException? Refusal)
{
    /// <summary>Requirements before and after changes; null unless they were asked for.</summary>
    public WhatIfAnswer? WhatIf { get; init; }

    /// <summary>Liquidation prices and plans; null unless they were asked for.</summary>
    public LiquidationAnswer? Liquidation { get; init; }

    /// <summary>Figures of the calls of a calculator request; null for others.</summary>
    public IReadOnlyList<CalculatorResult>? Results { get; init; }

    /// <summary>Quality of the observed prices when they forbid an answer; else null.</summary>
    public IReadOnlyList<FeedQuality>? Quality { get; init; }

    /// <summary>Whether the question was answered: neither the request nor its prices were refused.</summary>
    public bool IsAnswered => Refusal is null && Quality is null && Liquidation is not { Requirement: null };

    internal void Write(Utf8JsonWriter writer)
    {
        if (Requirement is not null)
        {
            MarginResponseWriter.Write(writer, Requirement);
        }
        else if (WhatIf is not null)
        {
            WhatIfWriter.Write(writer, WhatIf);
        }
        else if (Liquidation is not null)
        {
            LiquidationWriter.Write(writer, Id, Liquidation);
        }
        else if (Results is not null)
        {
            CalculatorWriter.Write(writer, Id, Results);
        }
        else if (Quality is not null)
        {
            MarginResponseWriter.WriteHeld(writer, Id, Quality);
        }
        else
        {
            MarginResponseWriter.WriteRefusal(writer, Id, Refusal!);
        }
    }
}
