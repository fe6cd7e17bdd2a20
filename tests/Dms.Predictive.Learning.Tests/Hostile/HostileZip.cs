using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Dms.Predictive.Learning.Tests;

/// <summary>One entry as it is written, with every lie that a zip can tell.</summary>
internal sealed record ZipPart(string Name, byte[] Packed, long Length)
{
    public bool IsDeflated { get; init; } = true;

    public long? DeclaredInDirectory { get; init; }

    public long? PackedInDirectory { get; init; }

    public uint Attributes { get; init; } = 0x81A4_0000;

    public int? HeaderAt { get; init; }

    public static ZipPart Of(string name, byte[] content)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return new ZipPart(name, packed.ToArray(), content.Length);
    }
}

/// <summary>Zips as ML.NET writes them, and hostile ones.</summary>
internal static class HostileZip
{
    private const string Known = "Microsoft.ML.LightGbm, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
    private const int Gibibyte = 1 << 30;

    private static readonly Lazy<byte[]> Gigabyte = new(() =>
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1 << 10; i++)
            {
                deflate.Write(zeros);
            }
        }

        return packed.ToArray();
    });

    /// <summary>What ML.NET writes for a forest, in small.</summary>
    public static byte[] Sound => Write(Parts());

    public static byte[] Bomb => Write([.. Parts(), new ZipPart("Big/Model.key", Gigabyte.Value, Gibibyte)]);

    public static byte[] TooManyEntries => Write(
        [.. Enumerable.Range(0, 1_025).Select(i => ZipPart.Of($"p{i}/TrainSchema", [1]))]);

    public static byte[] Named(string name) => Write([.. Parts(), ZipPart.Of(name, [1, 2, 3])]);

    public static byte[] Twice => Write([.. Parts(), ZipPart.Of("SCHEMA", [9])]);

    public static byte[] Link => Write([.. Parts(), ZipPart.Of("Linked/TrainSchema", Encoding.ASCII.GetBytes("/etc/passwd")) with { Attributes = 0xA1FF_0000 }]);

    public static byte[] FalseLength => Write([.. Parts()[1..], Parts()[0] with { Length = 5 }]);

    public static byte[] FalseLengthInDirectory => Write([.. Parts()[1..], Parts()[0] with { DeclaredInDirectory = 5 }]);

    public static byte[] LengthBeyondFile => Write([.. Parts()[1..], Parts()[0] with { PackedInDirectory = 1 << 30 }]);

    public static byte[] Overlap
    {
        get
        {
            // The whole second entry lies inside the first one's content: two readers see two archives.
            ZipPart inner = new("b/TrainSchema", [1, 2, 3], 3) { IsDeflated = false };
            using MemoryStream content = new();
            Local(content, inner);
            ZipPart outer = new("a/TrainSchema", content.ToArray(), content.Length) { IsDeflated = false };
            return Write([outer, inner with { HeaderAt = 30 + outer.Name.Length }]);
        }
    }

    public static byte[] Asking(string assembly) => Write(Parts(ModelKey(assembly)));

    public static byte[] Component(string signature, string loader) => Write(Parts(ModelKey(Known, signature, loader)));

    public static byte[] HiddenHeader => Write(Parts([.. ModelKey(Known), .. ModelKey("Evil, Version=1.0.0.0")]));

    public static byte[] HeaderUnderAnotherName => Write([.. Parts(), ZipPart.Of("Other/TrainSchema", ModelKey("Evil"))]);

    public static byte[] UnknownEntry => Write([.. Parts(), ZipPart.Of("Evil.dll", [0x4D, 0x5A])]);

    public static byte[] Write(IReadOnlyList<ZipPart> parts)
    {
        using MemoryStream zip = new();
        List<int> headers = [];
        foreach (ZipPart part in parts)
        {
            headers.Add(part.HeaderAt ?? (int)zip.Position);
            if (part.HeaderAt is null)
            {
                Local(zip, part);
            }
        }

        int start = (int)zip.Position;
        for (int i = 0; i < parts.Count; i++)
        {
            Central(zip, parts[i], headers[i]);
        }

        byte[] end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)parts.Count);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), (int)zip.Position - start);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(16), start);
        zip.Write(end);
        return zip.ToArray();
    }

    private static ZipPart[] Parts(byte[]? key = null) =>
    [
        ZipPart.Of("TrainingInfo/Version.txt", Encoding.ASCII.GetBytes("5.0.1\n")),
        ZipPart.Of("TransformerChain/Model/Model.key", key ?? ModelKey(Known)),
        ZipPart.Of("TransformerChain/Model.key", ModelKey(
            "Microsoft.ML.Data, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51", "REG\0PRED", "RegressionPredXfer")),
        ZipPart.Of("Schema", [1, 2, 3]),
    ];

    private static byte[] ModelKey(string assembly, string signature = "LGBSIREG", string loader = "LightGBMRegressionExec")
    {
        byte[] name = Encoding.Unicode.GetBytes(assembly);
        byte[] key = new byte[0x100 + name.Length];
        "ML\0MODEL"u8.CopyTo(key);
        Encoding.Latin1.GetBytes(signature).CopyTo(key, 0x40);
        Encoding.Latin1.GetBytes(loader).CopyTo(key, 0x50);
        BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(0x90), 0x100);
        BinaryPrimitives.WriteInt32LittleEndian(key.AsSpan(0x98), name.Length);
        name.CopyTo(key, 0x100);
        return key;
    }

    private static void Local(Stream zip, ZipPart part)
    {
        byte[] name = Encoding.Latin1.GetBytes(part.Name);
        byte[] header = new byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034B50);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(part.IsDeflated ? 8 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(18), (uint)part.Packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(22), (uint)part.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(26), (ushort)name.Length);
        zip.Write(header);
        zip.Write(name);
        zip.Write(part.Packed);
    }

    private static void Central(Stream zip, ZipPart part, int header)
    {
        byte[] name = Encoding.Latin1.GetBytes(part.Name);
        byte[] entry = new byte[46];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(10), (ushort)(part.IsDeflated ? 8 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), (uint)(part.PackedInDirectory ?? part.Packed.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(24), (uint)(part.DeclaredInDirectory ?? part.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), (ushort)name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(38), part.Attributes);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), (uint)header);
        zip.Write(entry);
        zip.Write(name);
    }
}
