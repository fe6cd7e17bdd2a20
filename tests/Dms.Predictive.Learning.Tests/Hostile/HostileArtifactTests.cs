using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Serving.Tests;
using Xunit.Abstractions;

namespace Dms.Predictive.Learning.Tests;

/// <summary>Memory and writes are those of the process, so nothing else may run.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Every hostile bundle of the list is refused by its name, quickly, in little memory, without a write.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HostileArtifactTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => [.. HostileArtifacts.All.Select(a => a.ToString())];

    [Fact]
    public void List_Always_HasEveryPlaceAndNoNameTwice()
    {
        Assert.Equal(Enumerable.Range(1, HostileArtifacts.Rows), HostileArtifacts.All.Select(a => a.Row).Distinct().Order());
        Assert.Equal(HostileArtifacts.All.Count, HostileArtifacts.All.Select(a => a.ToString()).Distinct().Count());
    }

    [Fact]
    public void Read_SoundBundleWithEveryOptionalFile_Accepted()
    {
        using SampleBundle sample = new();
        sample.Add(BundleFiles.LightGbmText, LightGbmText.Sound);

        Assert.Equal("", sample.Refusal(schema: "ab12"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_HostileArtifact_RefusedByNameWithoutAWrite(string name)
    {
        HostileArtifact artifact = HostileArtifacts.All.Single(a => a.ToString() == name);
        using SampleBundle sample = new();
        BundleTrust trust = artifact.Trust(sample);
        Assert.Equal("", sample.Refusal());
        artifact.Spoil(sample);
        string before = Listing(sample.Root);
        GC.Collect();
        long memory = ResetPeak();
        long written = BytesWritten();
        long start = Stopwatch.GetTimestamp();

        string code = sample.Refusal(trust, artifact.Schema ?? "ab12");

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.Equal(artifact.Code, code);
        Assert.Equal(written, BytesWritten());
        Assert.Equal(before, Listing(sample.Root));
        Assert.True(elapsed < Longest, $"{elapsed} to refuse");
        Assert.True(Peak() - memory <= 2 * BundleFiles.CapBytes, $"{Peak() - memory} bytes at the peak");
    }

    [LongTheory]
    [InlineData(BundleFiles.Trees, 31)]
    [InlineData(BundleFiles.Onnx, 63)]
    [InlineData(BundleFiles.Golden, 7)]
    [InlineData(BundleFiles.Calibration, 3)]
    [InlineData(BundleFiles.LightGbmText, 7)]
    public void Read_FileAtItsCapThatParsesToTheMost_StaysBelowTwiceTheCapAndTheLimitOfTime(string name, int mebibytes)
    {
        using SampleBundle sample = new();
        if (name == BundleFiles.LightGbmText)
        {
            sample.Add(name, LightGbmText.Sound);
        }

        sample.Replace(name, Largest(name, mebibytes << 20));
        GC.Collect();
        GC.Collect();
        long memory = ResetPeak();
        long start = Stopwatch.GetTimestamp();

        string code = sample.Refusal();

        output.WriteLine($"{name}: '{code}' after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {(Peak() - memory) >> 20} MiB at the peak");
        Assert.NotEqual("size", code);
        Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"{Stopwatch.GetElapsedTime(start)}");
        Assert.True(Peak() - memory <= 2 * BundleFiles.CapBytes, $"{(Peak() - memory) >> 20} MiB at the peak");
    }

    [Fact]
    public void Measures_AWriteAndAnAllocation_AreSeen()
    {
        string file = Path.GetTempFileName();
        long written = BytesWritten();
        File.WriteAllBytes(file, new byte[1]);
        File.Delete(file);
        long memory = ResetPeak();
        byte[] block = new byte[300 << 20];
        block.AsSpan().Fill(1);

        Assert.True(BytesWritten() > written);
        Assert.True(Peak() - memory >= block.Length, $"{Peak() - memory} bytes at the peak");
    }

    [Fact]
    public async Task Read_FilesSwappedAllTheTime_OnlyTheSignedBytesOrHashMismatch()
    {
        using SampleBundle sample = new();
        byte[] signed = HostileOnnx.Sound, other = HostileOnnx.OtherInput;
        using CancellationTokenSource stop = new();
        Task swapping = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string next = Path.Combine(sample.Root, "next");
                File.WriteAllBytes(next, i % 2 == 0 ? other : signed);
                File.Move(next, sample.PathOf(BundleFiles.Onnx), overwrite: true);
            }
        });
        Dictionary<string, int> seen = [];

        // The scheduler may let hundreds of reads pass between two swaps.
        System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 300 || (!seen.ContainsKey("hash-mismatch") && clock.Elapsed < TimeSpan.FromSeconds(60)); i++)
        {
            string code = "";
            try
            {
                BundleReader.Read(sample.Folder, sample.Trust, (name, bytes) =>
                    Assert.True(name != BundleFiles.Onnx || bytes.Span.SequenceEqual(signed), "Other bytes than the signed ones."));
            }
            catch (InputRefusedException e)
            {
                code = e.Code;
            }

            seen[code] = seen.GetValueOrDefault(code) + 1;
        }

        await stop.CancelAsync();
        await swapping;
        Assert.Subset(new HashSet<string>(["", "hash-mismatch", "link"]), seen.Keys.ToHashSet());
        Assert.True(seen.GetValueOrDefault("hash-mismatch") > 0, "The swap was never met.");
    }

    // Short numbers take the most memory for their bytes.
    private static byte[] Largest(string name, int length)
    {
        if (name == BundleFiles.Onnx)
        {
            return [.. HostileOnnx.Sound, .. Proto.Message((7, Proto.Message((5, Proto.Message(
                (1, (ulong)length), (2, 2UL), (8, Proto.Utf8("w")), (9, new byte[length]))))))];
        }

        string Ones(int bytes) => string.Join(',', Enumerable.Repeat('1', bytes / 2));
        string seventh = Ones((length - 500) / 7);
        return Proto.Utf8(name switch
        {
            BundleFiles.Trees => $$"""
                {"outputs":[{"name":"a","forest":{"numFeatures":3,"featureNames":["a","b","c"],"baseScore":0,"trees":[{"feature":[{{seventh}}],"threshold":[{{seventh}}],
                "left":[{{seventh}}],"right":[{{seventh}}],"defaultLeft":[true],"value":[{{seventh}}],"cover":[{{seventh}}] }]} }]}
                """,
            BundleFiles.Golden => $$"""{"rows":[[{{Ones(length - 100)}}]],"expected":{ } }""",
            BundleFiles.Calibration => $$"""{"scale":[{{Ones(length - 100)}}]}""",
            _ => Encoding.UTF8.GetString(LightGbmText.With("leaf_value=0.1", $"leaf_value={Ones(length - 2_000).Replace(',', ' ')}")),
        });
    }

    private static string Listing(string root) => string.Join('\n', Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {(File.Exists(f) ? new FileInfo(f).Length : 0)}"));

    // What this very thread has handed to the system for writing, to any file or socket.
    private static long BytesWritten() => Line("/proc/thread-self/io", "wchar:");

    // Physical memory now; from here on the system notes the highest.
    private static long ResetPeak()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return 1024 * Line("/proc/self/status", "VmRSS:");
    }

    private static long Peak() => 1024 * Line("/proc/self/status", "VmHWM:");

    private static long Line(string file, string name) => long.Parse(
        File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
