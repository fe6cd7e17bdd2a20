using System.Globalization;

namespace Dms.Predictive.Audit;

/// <summary>What a record must hold to be believed; the same rules when it is sealed and when it is verified.</summary>
public static class RecordRules
{
    /// <summary>The first rule that a record breaks, or null when it breaks none.</summary>
    /// <param name="body">All fields of the record.</param>
    /// <returns>A sentence that names the field, or null.</returns>
    public static string? FirstFault(CanonicalObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return CommonFault(body) ?? PlaceFault(body) ?? KindFault(body, body.Text("kind")!);
    }

    internal static string? CommonFault(CanonicalObject body) =>
        body.Integer("v") != SealedRecord.Version ? $"v must be {SealedRecord.Version}."
        : body.Integer("seq") is not >= 1 ? "seq must be an integer from 1."
        : body.Text("kind") is not { } kind || !CanonicalRules.IsKey(kind) ? "kind must be a name."
        : body.Integer("at") is null ? "at must be nanoseconds."
        : body.Integer("epoch") is not (>= 0 and <= uint.MaxValue) ? "epoch must be an integer from 0 to 2^32 - 1."
        : string.IsNullOrWhiteSpace(body.Text("actor")) ? "actor must be a text."
        : null;

    private static string? PlaceFault(CanonicalObject body) =>
        body.Integer("seq") == 1 == (body.Text("kind") == RecordKind.LogOpened)
            ? null
            : "log.opened must be the first record and no other.";

    private static string? KindFault(CanonicalObject body, string kind) => kind switch
    {
        RecordKind.LogOpened => Log(body) ?? Sha256(body, "policyHash") ?? Text(body, "schema")
                                ?? (body.Object("product") is null ? "product must be an object." : null),
        RecordKind.Environment => body.Object("fingerprint") is null ? "fingerprint must be an object." : null,
        RecordKind.ModelRegistered => Text(body, "model") ?? Text(body, "version") ?? Sha256(body, "sha256")
                                      ?? Sha256(body, "manifestSha256") ?? Items(body, "approvals"),
        RecordKind.PolicyChanged => Text(body, "id") ?? Sha256(body, "hash") ?? Items(body, "diff")
                                    ?? Items(body, "approvals") ?? Integer(body, "effectiveAt"),
        RecordKind.ForecastIssued => ForecastFault(body),
        RecordKind.MarginDecided => MarginRules.FirstFault(body),
        RecordKind.OverrideSet => OverrideRules.SetFault(body),
        RecordKind.OverrideExpired => OverrideRules.EndFault(body),
        RecordKind.QualityVerdict => Text(body, "what") ?? Items(body, "reasons"),
        _ => null,
    };

    private static string? ForecastFault(CanonicalObject body) =>
        Text(body, "instrument") ?? Text(body, "model") ?? Sha256(body, "modelSha256") ?? Sha256(body, "featureSchema")
        ?? Integer(body, "horizonMs") ?? Integer(body, "featureTime") ?? Integer(body, "env") ?? Bits(body, "blend")
        ?? Bits(body, "calibrated") ?? Bits(body, "raw", allowSingle: true) ?? BitsObject(body, "members")
        ?? BitsObject(body, "weights") ?? FeatureFault(body);

    private static string? FeatureFault(CanonicalObject body)
    {
        if (body.Items("features") is not { Count: > 0 } features)
        {
            return "features must be a list of hex bits, not empty.";
        }

        int missing = 0;
        foreach (CanonicalValue item in features)
        {
            string? text = (item as CanonicalText)?.Value;
            missing += text == CanonicalNumber.NotANumber ? 1 : 0;
            if (text != CanonicalNumber.NotANumber && !IsBits(text, allowSingle: false))
            {
                return "features must be 16 hex digits each, or nan.";
            }
        }

        int reasons = body.Object("missing")?.Keys.Count ?? 0;
        return missing == reasons
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"missing must give a reason for each nan: {missing}, not {reasons}.");
    }

    internal static string? Text(CanonicalObject body, string key) =>
        string.IsNullOrWhiteSpace(body.Text(key)) ? key + " must be a text." : null;

    internal static string? Integer(CanonicalObject body, string key) =>
        body.Integer(key) is null ? key + " must be an integer." : null;

    internal static string? Items(CanonicalObject body, string key) =>
        body.Items(key) is null ? key + " must be a list." : null;

    internal static string? Sha256(CanonicalObject body, string key) =>
        CanonicalNumber.IsSha256(body.Text(key)) ? null : key + " must be 64 lower-case hex digits.";

    internal static string? Bits(CanonicalObject body, string key, bool allowSingle = false) =>
        IsBits(body.Text(key), allowSingle) ? null : key + " must be the hex bits of a number.";

    private static string? Log(CanonicalObject body) =>
        body.Text("log") is { Length: 32 } log && CanonicalNumber.IsHex(log)
            ? null
            : "log must be 32 lower-case hex digits.";

    private static string? BitsObject(CanonicalObject body, string key) =>
        body.Object(key) is { } named && named.Values.All(v => IsBits((v as CanonicalText)?.Value, allowSingle: false))
            ? null
            : key + " must give the hex bits of a number for each name.";

    private static bool IsBits(string? text, bool allowSingle) =>
        text is not null && (text.Length == 16 || (allowSingle && text.Length == 8)) && CanonicalNumber.IsHex(text);
}
