using System.Diagnostics;
using System.Globalization;

namespace Dms.Predictive.Audit.Tests;

/// <summary>A real process writes and is killed without a warning; what it acknowledged must be there.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1" ? 50 : 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-killed-");

    private string Folder => Path.Combine(_folder.FullName, "log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Journal_KilledAgainAndAgain_EveryAcknowledgedPayloadComesBack()
    {
        Random moments = new(20_260_101);
        for (int kill = 0; kill < Kills; kill++)
        {
            long acknowledged = WriteAndKill(Program.JournalWriterName, moments.Next(1, 60));
            long expected = 0;
            using JournalWriter journal = JournalWriter.Open(Folder, (sequence, payload) =>
            {
                expected++;
                Assert.Equal((expected, expected), (sequence, BitConverter.ToInt64(payload)));
            });
            Assert.Equal(expected, journal.Sequence);
            Assert.True(expected >= acknowledged, $"{acknowledged} acknowledged, {expected} here");
            journal.Close();
            Assert.True(LogVerifier.Verify(Folder, []).IsSound);
        }
    }

    [Fact]
    public void AuditLog_KilledAgainAndAgain_EveryAcknowledgedRecordIsThereAndVerifies()
    {
        Random moments = new(20_260_102);
        for (int kill = 0; kill < Kills; kill++)
        {
            long acknowledged = WriteAndKill(Program.AuditWriter, moments.Next(1, 60));
            using AuditSigner signer = AuditSigner.CreateThrowAway(SampleRecords.Start);
            using AuditLogWriter writer = AuditLogWriter.Open(Folder, signer, SampleRecords.Start);
            Assert.True(
                writer.Trail.Size >= acknowledged, $"{acknowledged} acknowledged, {writer.Trail.Size} here");
            writer.Close();

            // Any key of the folder will do: a writer killed right after its head leaves nothing for this one to sign.
            LogVerification verdict = LogVerifier.Verify(Folder, []);
            Assert.True(verdict.FirstBad is null, $"after kill {kill}: {verdict.FirstBad}");
            Assert.Equal(writer.Trail.Size, verdict.Records);
        }
    }

    /// <summary>Lets a child write until it acknowledged so many commits, then kills it.</summary>
    /// <returns>The last size that it acknowledged.</returns>
    private long WriteAndKill(string what, int commits)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", typeof(Program).Assembly.Location, what, Folder])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        long acknowledged = 0;
        for (int i = 0; i < commits; i++)
        {
            acknowledged = Read(child) ?? throw new InvalidOperationException($"The writer ended by itself: {child.StandardError.ReadToEnd()}");
        }

        child.Kill();
        for (long? more = Read(child); more is not null; more = Read(child))
        {
            acknowledged = more.Value;
        }

        child.WaitForExit();
        return acknowledged;
    }

    private static long? Read(Process child) =>
        child.StandardOutput.ReadLine() is { } line
        && long.TryParse(line, CultureInfo.InvariantCulture, out long size)
            ? size
            : null;
}
