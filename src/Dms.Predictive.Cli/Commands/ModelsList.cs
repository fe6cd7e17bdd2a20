using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Learning;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models list</c> and <c>dms models show</c>: what a registry knows.</summary>
internal static class ModelsList
{
    private static readonly Option<string> Models = new(
        "--models")
    { Description = "Folder of ID/VERSION bundles, with the registry.", Required = true };
    private static readonly Option<string> Id = new("--id") { Description = "Model id.", Required = true };
    private static readonly Option<string?> Version = new(
        "--model-version")
    { Description = "Version; default: all of the id." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds <c>list</c>.</summary>
    public static Command CreateList()
    {
        Command command = new(
            "list", "List registered versions and their states.\nExample: dms models list --models out/models") { Models, Json };
        command.SetAction(RunList);
        return command;
    }

    /// <summary>Builds <c>show</c>.</summary>
    public static Command CreateShow()
    {
        Command command = new("show",
            "Show how versions of a model came to stand where they stand, and verify their bundles again.\n"
            + "Example: dms models show --models out/models --id sim-btc")
        {
            Models, Id, Version, Json,
        };
        command.SetAction(RunShow);
        return command;
    }

    private static int RunList(ParseResult parsed)
    {
        string models = parsed.GetValue(Models)!;
        ModelRegistry registry = RegistryWork.Open(models);
        (string Id, string Version)[] others = [.. ModelsTables.Unregistered(models, registry)];
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                models = registry.Models.Select(ModelsTables.Of),
                unregistered = others.Select(o => new { id = o.Id, version = o.Version }),
            }));
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Model", "Version", "State", "Since", "By");
        foreach (RegisteredModel m in registry.Models)
        {
            table.AddRow(
                Markup.Escape(m.Model), Markup.Escape(m.Version), ModelStateNames.Of(m.State), m.Since.ToString(),
                    Markup.Escape(m.Actor));
        }

        foreach ((string id, string version) in others)
        {
            table.AddRow(Markup.Escape(id), Markup.Escape(version), "not registered", "-", "-");
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static int RunShow(ParseResult parsed)
    {
        string models = parsed.GetValue(Models)!, id = parsed.GetValue(Id)!;
        string? version = parsed.GetValue(Version);
        ModelRegistry registry = RegistryWork.Open(models);
        List<(RegisteredModel Model, string? Fault)> found = [.. registry.Models
            .Where(m => m.Model == id && (version is null || m.Version == version))
                .Select(m => (m, ModelsTables.Fault(models, m)))];
        if (found.Count == 0)
        {
            throw new UsageException(
                $"No version of {id}{(version is null ? "" : " " + version)} is registered in {models}; see dms models list.", "--id");
        }

        RegistryEntry[] history = [
            .. registry.Entries.Where(e => e.Model == id && (version is null || e.Version == version))];
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                models = found.Select(
                    f => new { model = ModelsTables.Of(f.Model), sound = f.Fault is null, fault = f.Fault }),
                history = history.Select(ModelsTables.Of),
            }));
        }
        else
        {
            Print(found, history);
        }

        return found.All(f => f.Fault is null) ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static void Print(List<(RegisteredModel Model, string? Fault)> found, RegistryEntry[] history)
    {
        foreach ((RegisteredModel m, string? fault) in found)
        {
            AnsiConsole.WriteLine(
                $"{m.Model} {m.Version}: {ModelStateNames.Of(m.State)}. Manifest SHA-256 {m.ManifestSha256}, signed "
                + $"by {m.KeyId}.");
            AnsiConsole.WriteLine(
                fault is null ? "The bundle is what was registered."
                : $"The bundle is not what was registered: {fault}");
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("When", "Version", "From", "To", "By", "Note");
        foreach (RegistryEntry e in history)
        {
            table.AddRow(
                e.At.ToString(), Markup.Escape(e.Version), e.From is ModelState from ? ModelStateNames.Of(from) : "-",
                    e.To is ModelState to ? ModelStateNames.Of(to) : "-",
                Markup.Escape(e.Actor), Markup.Escape(e.Note));
        }

        AnsiConsole.Write(table);
    }
}
