using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Benchmarks;

/// <summary>A million sealed margins: appended with group commit, and verified, beside one plain SHA-256 over the same
/// bytes.</summary>
internal static class AuditBenchmarks
{
    private const int Records = 1_000_000;
    private const int PerCommit = 1_000;
    private const int Rounds = 3;

    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly string Digest = new('c', 64);

    /// <summary>Measures all.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        string directory = Directory.CreateTempSubdirectory("dms-audit-").FullName;
        try
        {
            string log = Path.Combine(directory, "log");
            (double append, double[] acknowledged) = Write(log);
            string[] segments = Directory.GetFiles(Path.Combine(log, "segments"));
            long bytes = segments.Sum(f => new FileInfo(f).Length);
            double[] seconds = Turns.Take(Rounds, () => Require(LogVerifier.Verify(log, [])), () => Hash(segments));
            StringBuilder text = new();
            CultureInfo c = CultureInfo.InvariantCulture;
            text.AppendLine("# Audit log").AppendLine();
            text.AppendLine(c, $"`dotnet run -c Release --project benchmarks/Dms.Predictive.Benchmarks -- audit`: {Records:N0} margins, {bytes / (double)Records:F0} bytes each on the disk, fastest of {Rounds} rounds.").AppendLine();
            text.AppendLine(Machine.Describe()).AppendLine();
            text.AppendLine("| What | s | records/s | |").AppendLine("|---|---:|---:|---|");
            text.AppendLine(c, $"| append, a commit per {PerCommit:N0} | {append:F1} | {Records / append:N0} | p99 of a commit {acknowledged[(int)(0.99 * acknowledged.Length)] * 1e3:F1} ms |");
            text.AppendLine(c, $"| verify | {seconds[0]:F2} | {Records / seconds[0]:N0} | {seconds[0] / seconds[1]:F1} times one SHA-256 over the files |");
            text.AppendLine(c, $"| one SHA-256 over the files | {seconds[1]:F2} | {Records / seconds[1]:N0} | reads and hashes, checks nothing |");
            return text.ToString();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static (double Seconds, double[] Acknowledged) Write(string log)
    {
        List<double> acknowledged = [];
        using AuditSigner signer = AuditSigner.CreateThrowAway(Start);
        using AuditLogWriter writer = AuditLogWriter.Create(log, signer);
        writer.Append(new LogOpened { Log = new string('a', 32), ProductVersion = "1", ProductCommit = null, PolicyHash = Digest }.ToRecord(Start, "system:bench"));
        writer.Append(new EnvironmentRecorded(new CanonicalObjectBuilder().Add("rid", "linux-x64").Build()).ToRecord(Start, "system:bench"));
        long began = Stopwatch.GetTimestamp();
        for (int batch = 0; batch < Records / PerCommit; batch++)
        {
            for (int i = 0; i < PerCommit; i++)
            {
                writer.Append(Margin(Start + TimeSpan.FromSeconds(batch)));
            }

            long commit = Stopwatch.GetTimestamp();
            writer.Commit();
            acknowledged.Add(Stopwatch.GetElapsedTime(commit).TotalSeconds);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        writer.Close();
        return (seconds, [.. acknowledged.Order()]);
    }

    private static AuditRecord Margin(Timestamp at) => new MarginDecided
    {
        Account = "A17",
        Instrument = "BTC-PERP",
        Inputs = Digest,
        Forecasts = [],
        PolicyHash = Digest,
        Places = 2,
        Initial = 15234.07m,
        Maintenance = 12000.00m,
        BaselineInitial = 12695.06m,
        Components = new Dictionary<string, decimal> { ["Base"] = 12695.06m, ["MlUplift"] = 2539.01m },
        Uplift = 1.2,
        InitialEffectiveAt = at,
        MaintenanceEffectiveAt = at,
        Fallback = "warm-up",
        EnvironmentSequence = 2,
    }.ToRecord(at, "system:bench");

    private static void Require(LogVerification verdict)
    {
        if (!verdict.IsSound)
        {
            throw new InvalidOperationException($"The log is not sound: {verdict.FirstBad}.");
        }
    }

    private static void Hash(string[] files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] window = new byte[1 << 20];
        foreach (string file in files)
        {
            using FileStream stream = File.OpenRead(file);
            for (int read = stream.Read(window); read > 0; read = stream.Read(window))
            {
                hash.AppendData(window, 0, read);
            }
        }

        hash.GetHashAndReset();
    }
}
