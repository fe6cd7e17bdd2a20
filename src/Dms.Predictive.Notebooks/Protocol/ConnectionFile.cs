using System.Text.Json;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Where a client wants the kernel to listen, and the key both sign with.</summary>
/// <param name="Address">IP address to bind.</param>
/// <param name="ShellPort">Requests.</param>
/// <param name="ControlPort">Interrupt and shutdown.</param>
/// <param name="IoPubPort">Output for everybody.</param>
/// <param name="StdinPort">Questions to the user; bound, never asked.</param>
/// <param name="HeartbeatPort">Echo.</param>
/// <param name="Key">Key of the signatures; empty = unsigned.</param>
public sealed record ConnectionFile(
    string Address, int ShellPort, int ControlPort, int IoPubPort, int StdinPort, int HeartbeatPort, string Key)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file the client wrote.</param>
    /// <exception cref="NotebookRefusedException">Not JSON, a field is missing, or transport or scheme is another.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(document.RootElement, path);
        }
        catch (JsonException e)
        {
            throw new NotebookRefusedException($"The connection file is not JSON: {e.Message}", path, e);
        }
    }

    private static ConnectionFile Parse(JsonElement root, string path)
    {
        Expect(root, "transport", "tcp", path);
        string key = Text(root, "key", path);
        if (key.Length > 0)
        {
            Expect(root, "signature_scheme", Scheme, path);
        }

        return new ConnectionFile(
            Text(root, "ip", path),
            Port(root, "shell_port", path),
            Port(root, "control_port", path),
            Port(root, "iopub_port", path),
            Port(root, "stdin_port", path),
            Port(root, "hb_port", path),
            key);
    }

    private static void Expect(JsonElement root, string field, string allowed, string path)
    {
        string found = Text(root, field, path);
        if (found != allowed)
        {
            throw new NotebookRefusedException($"{field} is \"{found}\"; this kernel speaks \"{allowed}\" only.", path);
        }
    }

    private static string Text(JsonElement root, string field, string path) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(field, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new NotebookRefusedException($"{field} is missing or not a text.", path);

    private static int Port(JsonElement root, string field, string path) =>
        root.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int port) && port is > 0 and <= 65_535
            ? port
            : throw new NotebookRefusedException($"{field} is missing or not a port from 1 to 65535.", path);
}
