using System.CommandLine;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models gate</c>: measures a challenger and writes the document that approvers sign.</summary>
internal static class ModelsGate
{
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "Bars files, or folders of them; may repeat.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Start = new("--test-start") { Description = "First decision, UTC: after the training of both versions, or 30 days or more before the challenger's ended." };
    private static readonly Option<string?> End = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<string?> Shadow = new("--shadow") { Description = "State folder of a stopped host that scored the challenger in shadow; instead of --data and --test-start." };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The gate document.", Required = true };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("gate",
            "Measure a challenger against the champion, and write the document that a promotion is approved on.\n"
            + "Example: dms models gate --models out/models --id sim-btc --model-version 1.1.0 --data data/samples/SIM-BTC.csv.gz --test-start 2026-01-30 --out out/gate.json")
        {
            ModelsOptions.Models, ModelsOptions.Id, ModelsOptions.Version, Data, Start, End, Shadow, Out, ModelsOptions.Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    /// <summary>Computes evidence from what a command names: bars and a span, or a state folder.</summary>
    public static PromotionEvidence Compute(
        string models, (RegisteredModel Challenger, RegisteredModel? Champion) who, EvidenceSource source, CancellationToken cancellation)
    {
        if (source.Shadow is string state)
        {
            return ShadowEvidence.Run(models, who, state, cancellation);
        }

        if (source.Data.Count == 0 || source.Start is null)
        {
            throw new UsageException("Evidence needs bars and a span (--data, --test-start), or a host's state (--shadow).", "--data");
        }

        using ProgressLine progress = new("Measuring");
        return PromotionEvidenceWork.Run(
            EvidenceOrder.Of(models, who, BarFiles.Load(source.Data, cancellation), source.Start.Value, source.End), progress.Show, cancellation);
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string models = parsed.GetValue(ModelsOptions.Models)!, id = parsed.GetValue(ModelsOptions.Id)!;
        ModelRegistry registry = RegistryWork.Open(models);
        RegisteredModel challenger = ModelsOptions.Named(registry, id, parsed.GetValue(ModelsOptions.Version)!, models);
        EvidenceSource source = new(
            parsed.GetValue(Data) ?? [], Durations.Time(parsed.GetValue(Start), "--test-start"),
            Durations.Time(parsed.GetValue(End), "--test-end"), parsed.GetValue(Shadow));
        PromotionEvidence evidence = Compute(models, (challenger, registry.Alias(id, ModelState.Champion)), source, cancellation);
        byte[] document = PromotionEvidenceWork.Write(evidence);
        FileInfo file = parsed.GetRequiredValue(Out);
        AtomicFile.Write(file.FullName, s => s.Write(document));
        IReadOnlyList<GateFinding> findings = PromotionGate.Judge(evidence);
        bool passed = findings.All(f => f.Passed);
        if (parsed.GetValue(ModelsOptions.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                passed,
                evidence = JsonDocument.Parse(Encoding.UTF8.GetString(document)).RootElement,
                findings = findings.Select(f => new { code = f.Code, passed = f.Passed, found = f.Found, allowed = f.Allowed, wayOut = f.WayOut }),
            }));
        }
        else
        {
            ModelsOptions.Print(findings);
            Console.Out.WriteLine(passed
                ? $"Every condition holds. Two people in two roles may approve it: dms models approve --evidence {parsed.GetRequiredValue(Out)}"
                : $"Not to be promoted: {string.Join(" ", findings.Where(f => !f.Passed).Select(f => $"{f.Code}: {f.WayOut}"))}");
        }

        return passed ? ExitCode.Done : ExitCode.CheckFailed;
    }
}

/// <summary>Where evidence is computed from.</summary>
/// <param name="Data">Bars files.</param>
/// <param name="Start">First decision.</param>
/// <param name="End">End, exclusive; null = end of the data.</param>
/// <param name="Shadow">State folder of a host, instead of all these.</param>
internal sealed record EvidenceSource(IReadOnlyList<string> Data, Timestamp? Start, Timestamp? End, string? Shadow);
