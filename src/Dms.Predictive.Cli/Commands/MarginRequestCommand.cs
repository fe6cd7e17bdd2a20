using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What the commands under <c>dms margin</c> share: one request file, one document out.</summary>
internal static class MarginRequestCommand
{
    /// <summary>Builds a command that answers a request file.</summary>
    /// <param name="name">Last word of the command.</param>
    /// <param name="description">Help text with an example.</param>
    /// <param name="question">What is asked about each request.</param>
    public static Command Create(string name, string description, MarginQuestion question)
    {
        Option<FileInfo> request = new("--request")
        {
            Description = "JSON file with one request object or an array of them.",
            Required = true,
        };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new(name, description) { request, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(request), question, parsed.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo file, MarginQuestion question, bool json)
    {
        if (!file.Exists)
        {
            throw new UsageException($"There is no file {file.FullName}. Name an existing request file.", "--request");
        }

        MarginAnswers answers = MarginDocument.Answer(File.ReadAllBytes(file.FullName), question, ChainHashes.Formulas);
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

        return answers.Items.All(a => a.IsAnswered) ? ExitCode.Done : ExitCode.InputRefused;
    }
}
