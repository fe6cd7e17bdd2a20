using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms ablate</c>: what each family of inputs is worth, walk-forward.</summary>
public static class AblateCommand
{
    private static readonly WalkForwardOptions Walk = new();
    private static readonly Option<string[]> Only = new("--family") { Description = "Family in question, such as macro; may repeat; default: every family.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for ablation.json and ledger.jsonl.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("ablate",
            "Tell what each family of inputs is worth: the walk-forward with and without it.\nExample: dms ablate --data data/samples/SIM-BTC.csv.gz --test-start 2026-02-15 --refit 7d --out out/")
        {
            Only, Out, Json,
        };
        Walk.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationProtocol protocol = Walk.Protocol(parsed);
        string folder = parsed.GetValue(Out)!;
        OutputFolder.Prepare(folder);
        WalkForwardOrder order = Walk.Order(parsed, protocol, cancellation);
        OpeningLedger ledger = Walk.Ledger(parsed, folder);
        Opening opening = ledger.Open(order.ToOpening());
        AblationOutcome outcome = Ablate(order, parsed.GetValue(Only) ?? [], cancellation);
        string report = AblationReport.Json(outcome);
        OutputFolder.Write(folder, ("ablation.json", s => s.Write(Encoding.UTF8.GetBytes(report))));
        ledger.Close(opening, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report))));
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(report);
        }
        else
        {
            AblationReport.Print(outcome);
        }

        return ExitCode.Done;
    }

    private static AblationOutcome Ablate(WalkForwardOrder order, string[] only, CancellationToken cancellation)
    {
        using ProgressLine progress = new("Walking forward");
        DecisionTable table = order.Table(cancellation);
        IReadOnlyList<AblationStep> plan = PlanOf(table, only);
        IReadOnlyList<AblationGain> gains = AblationRun.Run(
            table, order.Protocol, order.Span, plan, progress.Show, cancellation, order.Threads,
            order.PoolTables(cancellation));
        return gains.Count > 0
            ? new AblationOutcome(order.History, order.Side.Sources, order.Protocol, order.Span, gains)
            : throw new InputRefusedException(
                "history-too-short", "Nothing was issued in the test span. Give more bars, or a later --test-start.", "--data");
    }

    private static IReadOnlyList<AblationStep> PlanOf(DecisionTable table, string[] only)
    {
        try
        {
            return AblationPlan.Of(table.Schema, only);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter", 2)[0], "--family");
        }
    }
}
