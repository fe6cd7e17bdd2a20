using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Registry;

/// <summary>A ledger of parameters in a file, one event a line. One process writes at a time; a line is on disk before it counts.</summary>
internal static class ParameterLedgerFile
{
    /// <summary>Limits for the pipeline's own policy files, where none are given.</summary>
    public const string DefaultRules = """
        {"minimumDelaySeconds":14400,"approvals":1,"approvalsToLower":2,"parameters":{
        "id":{"largestStep":0},
        "horizonMinutes":{"largestStep":0.5,"raisedBy":"up"},
        "spikeMultiple":{"largestStep":0.25,"largestDay":0.5,"raisedBy":"up"},
        "lookBackMinutes":{"largestStep":10,"raisedBy":"neither"},
        "policy.parameters.confidence":{"largestStep":0.005,"largestDay":0.005,"absolute":true,"raisedBy":"up"},
        "policy.parameters.measure":{"largestStep":0},
        "policy.parameters.distribution":{"largestStep":0},
        "policy.parameters.degreesOfFreedom":{"largestStep":0.5,"raisedBy":"down"},
        "policy.parameters.maintenanceRatio":{"largestStep":0.05,"largestDay":0.05,"absolute":true,"raisedBy":"up"},
        "overlay.weightMl":{"largestStep":1,"absolute":true,"raisedBy":"up"},
        "overlay.cap":{"largestStep":0.25,"largestDay":0.5,"raisedBy":"up"},
        "overlay.maxStep":{"largestStep":1,"raisedBy":"up"},
        "overlay.halfLifeSeconds":{"largestStep":1,"raisedBy":"up"},
        "overlay.noticeSeconds":{"largestStep":1,"raisedBy":"down"},
        "overlay.rampSeconds":{"largestStep":1,"raisedBy":"down"},
        "coverage.tail":{"largestStep":0.5,"raisedBy":"down"},
        "coverage.rate":{"largestStep":1,"raisedBy":"neither"},
        "coverage.window":{"largestStep":1,"raisedBy":"neither"},
        "coverage.fewest":{"largestStep":1,"raisedBy":"neither"},
        "coverage.lowestScale":{"largestStep":0.1,"absolute":true,"raisedBy":"up"}}}
        """;

    /// <summary>Reads and checks a ledger.</summary>
    /// <exception cref="InputRefusedException">It is damaged, or against its rules.</exception>
    public static ParameterLedger Read(string path) => ParameterLedger.Read(File.ReadLines(path), path);

    /// <summary>Appends one signed event; a refused event leaves the file as it was.</summary>
    /// <param name="path">Ledger; made when the event opens it.</param>
    /// <param name="keyFile">The actor's private key.</param>
    /// <param name="draft">Makes the event from the ledger as it stands.</param>
    /// <exception cref="InputRefusedException">A rule is against it, or the ledger is damaged.</exception>
    public static (ParameterLedger Ledger, GovernanceEvent Event) Append(string path, FileInfo keyFile, Func<ParameterLedger, GovernanceEvent> draft)
    {
        using FileStream locked = Lock(path);
        ParameterLedger ledger = File.Exists(path) ? Read(path) : new ParameterLedger();
        using ECDsa key = RegistryKeyFile.Read(keyFile.FullName);
        GovernanceEvent sealedEvent = ledger.Seal(draft(ledger), key);
        string text = string.Concat(ledger.Events.Select(e => e.ToLine() + "\n"));
        AtomicFile.Write(path, s => s.Write(Encoding.UTF8.GetBytes(text)));
        return (ledger, sealedEvent);
    }

    private static FileStream Lock(string path)
    {
        string file = path + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new InputRefusedException("ledger-busy", "Another process writes this ledger. Try again when it has ended.", path, e);
        }
    }
}
