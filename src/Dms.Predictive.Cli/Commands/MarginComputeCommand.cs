using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin compute</c>: requirements for one request or an array of them.</summary>
public static class MarginComputeCommand
{
    private const string Description = """
        Compute initial and maintenance margin with components, liquidation prices and hashes.
        Example: dms margin compute --request account.json --json
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<FileInfo> request = new("--request")
        {
            Description = "JSON file with one request object or an array of them.",
            Required = true,
        };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("compute", Description) { request, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(request), parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, bool json)
    {
        if (!file.Exists)
        {
            throw new UsageException($"There is no file {file.FullName}. Name an existing request file.", "--request");
        }

        MarginAnswers answers = MarginDocument.Answer(File.ReadAllBytes(file.FullName));
        if (!answers.IsArray && answers.Items[0].Refusal is { } refusal)
        {
            throw refusal;
        }

        if (json)
        {
            using Stream output = Console.OpenStandardOutput();
            using Utf8JsonWriter writer = new(output);
            answers.Write(writer);
        }
        else
        {
            MarginTables.Print(answers);
        }

        return answers.Items.Any(a => a.Requirement is null) ? ExitCode.InputRefused : ExitCode.Done;
    }
}
