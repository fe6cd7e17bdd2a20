using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dms.Predictive.Cli.Vectors;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms vectors</c>.</summary>
public static class VectorsCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("vectors", "Compute reference numbers with the product.") { CreateRun() };

    private static Command CreateRun()
    {
        Argument<FileInfo> file = new("file") { Description = "JSON file whose field 'schema' names what it holds." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command run = new("run",
            "Compute the results of a vector file from its inputs alone. "
            + "Example: dms vectors run booking.json --json")
        {
            file, json,
        };
        run.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(json)));
        return run;
    }

    private static int Run(FileInfo file, bool json)
    {
        JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file.FullName), strict);
            (string schema, object results) = VectorSchemas.Solve(new VectorField(document.RootElement, ""));
            Console.Out.WriteLine(JsonSerializer.Serialize(new { schema, results }, json ? Plain : Indented));
            return ExitCode.Done;
        }
        catch (JsonException e)
        {
            throw new InputRefusedException(
                "json", $"Not valid JSON: {e.Message}", $"{file.Name} line {e.LineNumber + 1}", e);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or AdditivityBreachException)
        {
            throw new InputRefusedException("vector-value", e.Message, file.Name, e);
        }
    }
}
