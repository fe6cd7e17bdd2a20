using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Work;

/// <summary>Reads a file with one margin request.</summary>
internal static class MarginRequestFile
{
    /// <summary>The request, checked as <c>dms margin compute</c> checks it.</summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="option">Option that named it, for the refusal.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InputRefusedException">The text is no JSON, or the request is refused.</exception>
    public static MarginRequest Read(string path, string option)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}. Name an existing request file.", option);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return MarginRequestReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("NotJson", $"The text is no JSON: {e.Message}", path, e);
        }
    }
}
