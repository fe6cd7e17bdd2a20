namespace Dms.Predictive.Learning.Tests;

/// <summary>Spoils bytes the way that finds faults in parsers: flips, values at the edges, cuts, repeats, splices.</summary>
internal static class Mutation
{
    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFF, (byte)'-', (byte)'0', (byte)'9', (byte)'"', (byte)'[', (byte)'{', (byte)'=', (byte)'\n'];

    /// <summary>A spoilt copy; equal seeds give equal bytes.</summary>
    /// <param name="healthy">At least 16 bytes.</param>
    /// <param name="random">Seeded.</param>
    public static byte[] Of(byte[] healthy, Random random)
    {
        List<byte> bytes = [.. healthy];
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 33), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = Edges[random.Next(Edges.Length)];
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 when bytes.Count - length >= 16:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 5:
                    byte[] part = [.. bytes.GetRange(at, length)];
                    int to = random.Next(bytes.Count - length + 1);
                    for (int i = 0; i < length; i++)
                    {
                        bytes[to + i] = part[i];
                    }

                    break;
                case 6 when at >= 16 && random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    foreach (int i in Enumerable.Range(at, length))
                    {
                        bytes[i] = Edges[random.Next(5)];
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
