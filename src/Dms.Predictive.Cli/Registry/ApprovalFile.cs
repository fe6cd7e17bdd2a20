using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Registry;

/// <summary>An approval on its way from the one who signed it to the one who carries the action out.</summary>
internal sealed record ApprovalFile
{
    private const string SchemaName = "dms-approval/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TimestampJson(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Form of the file.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>What was signed; for people, the registry forms it again by itself.</summary>
    public required ApprovalStatement Statement { get; init; }

    /// <summary>Who signed, and the signature.</summary>
    public required RegistryApproval Approval { get; init; }

    /// <summary>The text of the file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads the approvals of files.</summary>
    /// <exception cref="InputRefusedException"><c>approval-file</c>.</exception>
    public static IReadOnlyList<RegistryApproval> Read(IEnumerable<FileInfo> files) => [.. files.Select(ReadOne)];

    private static RegistryApproval ReadOne(FileInfo file)
    {
        try
        {
            ApprovalFile? read = JsonSerializer.Deserialize<ApprovalFile>(File.ReadAllBytes(file.FullName), Options);
            return read?.Schema == SchemaName ? read.Approval : throw new JsonException($"Its schema is not {SchemaName}.");
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("approval-file", $"The file is no approval: {e.Message} Make one with dms models approve.", file.FullName, e);
        }
    }
}
