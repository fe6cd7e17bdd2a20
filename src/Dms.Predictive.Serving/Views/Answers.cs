using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>Bodies of answers that are journaled: the same text whenever they are asked for.</summary>
internal static class Answers
{
    // One process per state folder: the epoch of the records counts the starts, the one of commands is fixed.
    private const int Epoch = 1;

    /// <summary>JSON as this host speaks it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimes() },
    };

    /// <summary>Text of an account.</summary>
    public static string Account(AccountState account, long sequence) => Text(Resource(account, sequence));

    /// <summary>Text of an applied command.</summary>
    public static string Applied(AccountState account, long sequence) =>
        Text(new AppliedResource(sequence, account.Id, account.Version, Epoch, "applied"));

    /// <summary>Text on the learned uplift.</summary>
    public static string Uplift(bool paused, bool waits, long sequence) =>
        Text(new { sequence, uplift = paused ? "paused" : "active", waitsForSecondPerson = waits });

    /// <summary>Text of a problem.</summary>
    public static string Problem(int status, string code, string detail) =>
        Text(new ProblemResource($"/reference/problems#{code}", Title(status), status, detail, code));

    /// <summary>An account as it is shown.</summary>
    public static AccountResource Resource(AccountState account, long sequence) => new(
        account.Id, ModeName(account.Mode), account.Version, sequence,
        new Dictionary<string, string> { [InstrumentTerms.Currency] = Money(account.Cash) },
        [.. account.Holdings.Select(h => new PositionResource(
            h.Key, StateText.Plain(h.Value.Quantity), StateText.Plain(h.Value.EntryPrice)))]);

    /// <summary>Name of a mode in JSON.</summary>
    public static string ModeName(MarginMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>An amount with its cents.</summary>
    public static string Money(decimal value) => value.ToString("0.00##########", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Short title of a status.</summary>
    public static string Title(int status) => status switch
    {
        400 => "The request is malformed",
        401 => "A key is needed",
        403 => "The key's role does not allow this",
        404 => "Not found",
        405 => "The method is not allowed here",
        409 => "The request conflicts with the state",
        413 => "The body is too large",
        415 => "The content type is not supported",
        422 => "The rules refuse the request",
        429 => "Too many requests",
        501 => "Not available in this version",
        503 => "Not ready",
        _ => "The host failed",
    };

    /// <summary>JSON text of a value.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
