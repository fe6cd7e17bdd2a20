using System.CommandLine;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What every command that walks forward over a test span is told: bars, span, grid, recipe, ledger.</summary>
internal sealed class WalkForwardOptions
{
    private readonly Option<string[]> _data = new("--data") { Description = "Bars files, or folders of them; may repeat.", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _start = new("--test-start") { Description = "First decision, UTC; default: after 60 % of the data and 31 days." };
    private readonly Option<string?> _end = new("--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private readonly Option<string> _horizons = new("--horizons") { Description = "Horizons, comma-separated.", DefaultValueFactory = _ => "10m,60m" };
    private readonly Option<string> _step = new("--step") { Description = "Spacing of decisions.", DefaultValueFactory = _ => "5m" };
    private readonly Option<string> _refit = new("--refit") { Description = "monthly, or days such as 7d.", DefaultValueFactory = _ => "monthly" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of the learners and of the bootstrap.", DefaultValueFactory = _ => 17 };
    private readonly Option<string?> _ledger = new("--ledger") { Description = "Ledger of test span openings; default: ledger.jsonl in --out. Keep one for all runs over the same data." };
    private readonly ProtocolOptions _protocol = new();
    private readonly SideOptions _side = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_data, _start, _end, _horizons, _step, _refit, _seed, _ledger])
        {
            command.Add(option);
        }

        _protocol.AddTo(command);
        _side.AddTo(command);
    }

    /// <summary>The protocol that was asked for.</summary>
    /// <exception cref="UsageException">A horizon, step, refit rule or label that does not exist.</exception>
    /// <exception cref="InputRefusedException"><c>recipe</c>.</exception>
    public EvaluationProtocol Protocol(ParseResult parsed) => _protocol.Apply(new()
    {
        HorizonMinutes = [.. parsed.GetValue(_horizons)!.Split(',').Select(h => Durations.Minutes(h.Trim(), "--horizons")).Distinct().Order()],
        StepMinutes = Durations.Minutes(parsed.GetValue(_step)!, "--step"),
        RefitDays = Durations.RefitDays(parsed.GetValue(_refit)!),
        Seed = parsed.GetValue(_seed),
    }, parsed);

    /// <summary>Reads bars, pooled markets and what accompanies the bars, and fits the protocol to them.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="protocol">As <see cref="Protocol"/> gives it.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="UsageException">The protocol does not fit the bars, or options exclude each other.</exception>
    /// <exception cref="InputRefusedException">A file is refused.</exception>
    public WalkForwardOrder Order(ParseResult parsed, EvaluationProtocol protocol, CancellationToken cancellation)
    {
        (Timestamp? start, Timestamp? end) =
            (Durations.Time(parsed.GetValue(_start), "--test-start"), Durations.Time(parsed.GetValue(_end), "--test-end"));
        BarHistory history = BarFiles.Load(parsed.GetValue(_data)!, cancellation);
        GridRules.Refuse(protocol, history.Series);
        IReadOnlyList<BarHistory> pool = _protocol.Pool(parsed, cancellation);
        return new WalkForwardOrder(
            history, pool, _side.Read(parsed, history, pool, cancellation), protocol, TestSpan.Of(history.Series, start, end),
            _protocol.Threads(parsed));
    }

    /// <summary>The ledger that counts openings.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="folder">Folder of the results, where the ledger stands by default.</param>
    public OpeningLedger Ledger(ParseResult parsed, string folder) =>
        OpeningLedger.At(parsed.GetValue(_ledger) ?? Path.Combine(folder, "ledger.jsonl"));
}
