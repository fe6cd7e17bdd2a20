using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Registry;

/// <summary>A report of <c>dms explain model</c> as a validator signs it: every file as its <c>verify.json</c> lists it.</summary>
internal static class SignedReport
{
    private const string Listing = "verify.json";
    private const string Body = "report.json";

    // Printed from report.html after the listing was made.
    private const string Printed = "report.pdf";

    /// <summary>Digest of a report: the SHA-256 of its listing, which holds that of every file.</summary>
    /// <param name="folder">Folder of the report.</param>
    /// <param name="model">The version that it must be about.</param>
    /// <returns>64 lower-case hex digits.</returns>
    /// <exception cref="InputRefusedException"><c>report-missing</c>, <c>report-malformed</c>, <c>report-changed</c>,
    /// <c>report-unlisted</c>, <c>report-other</c>; each names the file.</exception>
    public static string Digest(string folder, RegisteredModel model)
    {
        byte[] listing = Bytes(folder, Listing);
        Dictionary<string, string> files = Files(listing, Path.Combine(folder, Listing));
        foreach ((string name, string sha256) in files)
        {
            if (Hex(Bytes(folder, name)) != sha256)
            {
                throw Refused("report-changed", $"{name} is not the file that {Listing} lists. Make the report again: dms explain model.", folder, name);
            }
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name is not (Listing or Printed) && !files.ContainsKey(name))
            {
                throw Refused("report-unlisted", $"{name} is not listed in {Listing}; take it out of the report.", folder, name);
            }
        }

        RefuseOther(folder, model);
        return Hex(listing);
    }

    private static void RefuseOther(string folder, RegisteredModel model)
    {
        using JsonDocument report = Parse(Bytes(folder, Body), Path.Combine(folder, Body));
        string? Named(string field) =>
            report.RootElement.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        bool ofManifest = report.RootElement.GetRawText().Contains(model.ManifestSha256, StringComparison.Ordinal);
        if (Named("model") != model.Model || Named("version") != model.Version || !ofManifest)
        {
            throw Refused(
                "report-other",
                $"The report is about {Named("model")} {Named("version")}, {(ofManifest ? "" : "another manifest, ")}not about {model.Model} {model.Version} with manifest "
                + $"{model.ManifestSha256}. Make it from the registered bundle: dms explain model.", folder, Body);
        }
    }

    private static Dictionary<string, string> Files(byte[] listing, string where)
    {
        using JsonDocument document = Parse(listing, where);
        return document.RootElement.TryGetProperty("files", out JsonElement files) && files.ValueKind == JsonValueKind.Object
            && files.EnumerateObject().All(f => f.Value.ValueKind == JsonValueKind.String && IsInside(f.Name)) && files.TryGetProperty(Body, out _)
                ? files.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetString()!, StringComparer.Ordinal)
                : throw new InputRefusedException("report-malformed", $"{Listing} lists no files of a report with {Body} among them.", where);
    }

    private static bool IsInside(string name) => !Path.IsPathRooted(name) && !name.Split('/', '\\').Contains("..");

    private static JsonDocument Parse(byte[] bytes, string where)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("It is no object.");
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("report-malformed", $"The file is no JSON of a report: {e.Message}", where, e);
        }
    }

    private static byte[] Bytes(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw Refused("report-missing", $"{name} is not there. Name a folder that dms explain model wrote.", folder, name);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static InputRefusedException Refused(string code, string message, string folder, string name) => new(code, message, Path.Combine(folder, name));
}
