using Xunit.Abstractions;

namespace Dms.Predictive.Audit.Tests;

/// <summary>Canonical JSON and segments on seeded mutations: read, or refused in the one way that their callers know.</summary>
/// <remarks>Thousands by default; with <c>DMS_LONG_TESTS=1</c> a million records and twenty thousand segments.</remarks>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private static bool IsLong => Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1";

    [Fact]
    public void Read_SeededMutationsOfRecords_CanonicalOrRefused()
    {
        byte[][] healthy = [.. SampleRecords.Log(2, TimeSpan.FromHours(1)).Select(r => r.Fields.ToBytes())];
        Random random = new(11);
        int accepted = 0, count = IsLong ? 1_000_000 : 20_000;
        for (int i = 0; i < count; i++)
        {
            byte[] spoilt = Mutated(healthy[i % healthy.Length], random, random.Next(1, 4));
            try
            {
                Assert.Equal(spoilt, CanonicalReader.Read(spoilt).ToBytes());
                accepted++;
            }
            catch (CanonicalFormatException)
            {
                // As it should be.
            }
        }

        output.WriteLine($"{count} mutations, {accepted} of them still canonical");
        Assert.InRange(accepted, 1, count - 1);
    }

    [Fact]
    public void Verify_SeededMutationsOfASegment_FoundOrHarmless()
    {
        using TemporaryLog log = new(2, TimeSpan.FromHours(1));
        string file = log.Segments()[0];
        byte[] sound = log.Read(file);
        Random random = new(12);
        int count = IsLong ? 20_000 : 500;
        for (int i = 0; i < count; i++)
        {
            byte[] spoilt = Mutated(sound, random, random.Next(1, 6));
            log.Write(file, spoilt);
            LogVerification verdict = log.Verify(log.Key);
            Assert.Equal(spoilt.AsSpan().SequenceEqual(sound), verdict.IsSound);
        }

        log.Write(file, sound);
        Assert.True(log.Verify(log.Key).IsSound);
    }

    private static byte[] Mutated(byte[] healthy, Random random, int changes)
    {
        List<byte> bytes = [.. healthy];
        for (; changes > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 17), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = (byte)"\"{}[]:,0-9e.\\"[random.Next(13)];
                    break;
                case 3 when bytes.Count > 64:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    if (bytes.Count > 64)
                    {
                        bytes.RemoveRange(bytes.Count - Math.Min(length, 16), Math.Min(length, 16));
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
