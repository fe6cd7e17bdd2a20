using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A document with one request or an array of them, answered element by element.</summary>
public static class MarginDocument
{
    /// <summary>Answers every request; a refused one does not touch its neighbors.</summary>
    /// <param name="json">UTF-8 text of an object or an array of objects.</param>
    /// <exception cref="InputRefusedException">The text is no JSON (<c>NotJson</c>), or neither object nor
    /// array.</exception>
    public static MarginAnswers Answer(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = Parse(json);
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.Array => new(true, [.. root.EnumerateArray().Select(e => AnswerOne(e, needsId: true))]),
            JsonValueKind.Object => new(false, [AnswerOne(root, needsId: false)]),
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

    private static MarginAnswer AnswerOne(JsonElement element, bool needsId)
    {
        string? id = MarginRequestReader.IdOf(element);
        try
        {
            MarginRequest request = MarginRequestReader.Read(element);
            if (needsId && id is null)
            {
                throw new InputRefusedException("MissingField", "Field 'id' is required in an array.", "id");
            }

            (MarginRequirement? requirement, IReadOnlyList<FeedQuality>? refused) =
                MarginCalculator.ComputeOrHold(request);
            return new(id, requirement, null) { Quality = refused };
        }
        catch (InputRefusedException e)
        {
            return new(id, null, e);
        }
    }
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

/// <summary>Answer to one request: a requirement, a refusal, or the prices that forbid an answer.</summary>
/// <param name="Id">Id of the request; null when it has none.</param>
/// <param name="Requirement">The requirement; null when refused.</param>
/// <param name="Refusal">Why it was refused; null when answered.</param>
public sealed record MarginAnswer(string? Id, MarginRequirement? Requirement, InputRefusedException? Refusal)
{
    /// <summary>Quality of the observed prices when they forbid an answer; else null.</summary>
    public IReadOnlyList<FeedQuality>? Quality { get; init; }

    internal void Write(Utf8JsonWriter writer)
    {
        if (Requirement is not null)
        {
            MarginResponseWriter.Write(writer, Requirement);
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
