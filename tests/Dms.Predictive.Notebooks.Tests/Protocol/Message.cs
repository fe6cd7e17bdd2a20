using System.Text.Json;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

internal sealed record Message(string Type, string? Parent, JsonElement Content)
{
    public string Status => Text("status");

    public string Text(string field) => Content.GetProperty(field).GetString()!;

    public string[] Texts(string field) => [.. Content.GetProperty(field).EnumerateArray().Select(e => e.GetString()!)];

    public string Mime(string type) => Content.GetProperty("data").GetProperty(type).GetString()!;
}
