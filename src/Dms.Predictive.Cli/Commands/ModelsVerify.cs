using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms models verify</c>.</summary>
internal static class ModelsVerify
{
    private static readonly string[] SignatureRefusals =
        ["signature-missing", "signature-bad", "key-untrusted", "revoked"];

    private static readonly JsonSerializerOptions CamelCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Verifies and prints the finding; a refusal is printed and then goes on to the caller.</summary>
    /// <returns><see cref="ExitCode.Done"/>.</returns>
    /// <exception cref="InputRefusedException">The bundle or a key was refused; exit code 3.</exception>
    public static int Run(ModelsVerifyRequest request)
    {
        BundleTrust trust = ModelsTrust.Of(request.Keys, request.Trust);
        try
        {
            ModelBundle bundle = BundleReader.Read(request.Bundle.FullName, trust, request.FeatureSchema);
            Print(request, Finding.Sound(bundle));
            return ExitCode.Done;
        }
        catch (InputRefusedException e)
        {
            if (request.Json)
            {
                Print(request, Finding.Refused(e));
            }

            throw;
        }
    }

    private static void Print(ModelsVerifyRequest request, Finding finding)
    {
        if (request.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(finding, CamelCase));
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("File", "Bytes", "SHA-256");
        table.Columns[1].RightAligned();
        foreach (BundleFile file in finding.Files)
        {
            table.AddRow(Markup.Escape(file.Path), $"{file.Length:N0}", file.Sha256[..16] + "…");
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"{finding.Id} {finding.Version} is sound: {finding.GoldenRows} golden rows score as recorded.");
        Console.WriteLine($"Manifest SHA-256 {finding.ManifestSha256}");
        Console.WriteLine(finding.Signature == "trusted"
            ? $"Signed by the trusted key {finding.KeyId}."
            : $"Signed by its own key {finding.KeyId}: whole, but of unknown origin. Pin the signer with --key FILE.");
    }

    private sealed record Finding
    {
        public required bool Ok { get; init; }

        public string? Id { get; init; }

        public string? Version { get; init; }

        public string? ManifestSha256 { get; init; }

        public IReadOnlyList<BundleFile> Files { get; init; } = [];

        /// <summary>trusted, self or bad; null when something else was refused first.</summary>
        public string? Signature { get; init; }

        public string? KeyId { get; init; }

        public int GoldenRows { get; init; }

        public string? Code { get; init; }

        public string? Message { get; init; }

        public string? Where { get; init; }

        public static Finding Sound(ModelBundle bundle) => new()
        {
            Ok = true,
            Id = bundle.Manifest.Description.Id,
            Version = bundle.Manifest.Description.Version,
            ManifestSha256 = bundle.ManifestSha256,
            Files = bundle.Manifest.Files,
            Signature = bundle.Signature == BundleSignatureState.Trusted ? "trusted" : "self",
            KeyId = bundle.KeyId,
            GoldenRows = bundle.GoldenRowsChecked,
        };

        public static Finding Refused(InputRefusedException refusal) => new()
        {
            Ok = false,
            Signature = SignatureRefusals.Contains(refusal.Code) ? "bad" : null,
            Code = refusal.Code,
            Message = refusal.Message,
            Where = refusal.Where,
        };
    }
}
