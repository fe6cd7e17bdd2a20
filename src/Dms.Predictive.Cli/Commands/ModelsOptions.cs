using System.CommandLine;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Options that the registry's commands share.</summary>
internal static class ModelsOptions
{
    /// <summary>Folder of models.</summary>
    public static Option<string> Models { get; } = new("--models") { Description = "Folder of ID/VERSION bundles, with the registry.", Required = true };

    /// <summary>Model id.</summary>
    public static Option<string> Id { get; } = new("--id") { Description = "Model id.", Required = true };

    /// <summary>Version.</summary>
    public static Option<string> Version { get; } = new("--model-version") { Description = "Version.", Required = true };

    /// <summary>Bars.</summary>
    public static Option<string[]> Data { get; } = new("--data")
    {
        Description = "Bars files, or folders of them; may repeat.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Who carries out.</summary>
    public static Option<string> Actor { get; } = new("--actor")
    {
        Description = "Who carries it out; enters the record. Default: the user's name.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    /// <summary>Why.</summary>
    public static Option<string> Note { get; } = new("--note") { Description = "Why; one line.", DefaultValueFactory = _ => "" };

    /// <summary>Approval files.</summary>
    public static Option<FileInfo[]> Approvals { get; } = new("--approval")
    {
        Description = "Approval that dms models approve wrote; may repeat.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>JSON instead of text.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Who, when and why, of a command.</summary>
    public static RegistrySignature By(ParseResult parsed) => new(
        parsed.GetValue(Actor)!, Now(), parsed.GetValue(Note) ?? "");

    /// <summary>The time at the edge.</summary>
    public static Timestamp Now() => Timestamp.From(TimeProvider.System.GetUtcNow());

    /// <summary>The version that a command names.</summary>
    /// <exception cref="UsageException">It is not registered.</exception>
    public static RegisteredModel Named(ModelRegistry registry, string id, string version, string models) => registry.Find(id, version)
        ?? throw new UsageException($"No version {version} of {id} is registered in {models}; see dms models list.", "--model-version");

    /// <summary>Bars that a command names.</summary>
    public static BarHistory Bars(ParseResult parsed, CancellationToken cancellation) => BarFiles.Load(parsed.GetValue(Data)!, cancellation);

    /// <summary>Writes the conditions of a gate as a table.</summary>
    public static void Print(IReadOnlyList<GateFinding> findings)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("condition", "holds", "found", "allowed");
        foreach (GateFinding f in findings)
        {
            table.AddRow(Markup.Escape(f.Code), f.Passed ? "yes" : "NO", Markup.Escape(f.Found), Markup.Escape(f.Allowed));
        }

        AnsiConsole.Write(table);
    }
}
