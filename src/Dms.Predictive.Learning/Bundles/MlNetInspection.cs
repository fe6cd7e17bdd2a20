using System.Buffers.Binary;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads the headers of ML.NET's model files. ML.NET loads the assembly that a header names and calls the loader that
/// it names, so a model is a program: only the assemblies and components of the product's own fits pass.
/// </summary>
/// <remarks>Header of 256 bytes, little-endian: 0 <c>ML\0MODEL</c> · 0x40 signature of the component · 0x50 and 0x68
/// loader and its alternative, 24 bytes each · 0x90 and 0x98 place and length of the assembly's name, UTF-16
/// (dotnet/machinelearning, <c>ModelHeader.cs</c>).</remarks>
internal static class MlNetInspection
{
    private const int HeaderLength = 0x100;
    private const int MostNameBytes = 1_024;
    private const string KeyToken = "cc7b13ffcd2ddd51";

    private static readonly string[] Assemblies = ["Microsoft.ML.Data", "Microsoft.ML.LightGbm"];

    private static readonly (string Signature, string Loader)[] Components =
        [("LGBSIREG", "LightGBMRegressionExec"), ("REG\0PRED", "RegressionPredXfer")];

    private static ReadOnlySpan<byte> Magic => "ML\0MODEL"u8;

    /// <summary>Refuses entries that ML.NET does not write for these models.</summary>
    /// <exception cref="InputRefusedException"><c>loader-component</c>.</exception>
    public static void RefuseName(string entry)
    {
        string last = entry[(entry.LastIndexOf('/') + 1)..];
        if (entry is not ("TrainingInfo/Version.txt" or "Schema") && last is not ("Model.key" or "TrainSchema"))
        {
            throw Refusal("loader-component", $"{entry} is no part of a saved model that is known here.");
        }
    }

    /// <summary>Refuses a header that names anything else, and a header where none belongs.</summary>
    /// <param name="entry">Path inside the zip.</param>
    /// <param name="content">Its unpacked bytes.</param>
    /// <exception cref="InputRefusedException"><c>loader-assembly</c> or <c>loader-component</c>.</exception>
    public static void Refuse(string entry, ReadOnlySpan<byte> content)
    {
        bool isModel = entry.EndsWith("Model.key", StringComparison.Ordinal);
        if (isModel != content.StartsWith(Magic) || content[(isModel ? Magic.Length : 0)..].IndexOf(Magic) >= 0)
        {
            throw Refusal("loader-component", $"{entry} holds {(isModel ? "no header, or more than one" : "the header of a model")}.");
        }

        if (!isModel)
        {
            return;
        }

        if (content.Length < HeaderLength)
        {
            throw Refusal("loader-component", $"The header of {entry} is cut off.");
        }

        string assembly = AssemblyName(entry, content);
        string[] parts = assembly.Split(',', StringSplitOptions.TrimEntries);
        if (!Assemblies.Contains(parts[0]) || !parts.Contains($"PublicKeyToken={KeyToken}"))
        {
            throw Refusal("loader-assembly", $"{entry} asks for the assembly '{assembly}'.");
        }

        string signature = Encoding.Latin1.GetString(content.Slice(0x40, 8));
        string loader = Encoding.Latin1.GetString(content.Slice(0x50, 24)).TrimEnd('\0');
        if (!Components.Contains((signature, loader)) || content.Slice(0x68, 24).ContainsAnyExcept((byte)0))
        {
            throw Refusal("loader-component", $"{entry} asks for the component '{signature}' by '{loader}'.");
        }
    }

    private static string AssemblyName(string entry, ReadOnlySpan<byte> content)
    {
        long at = BinaryPrimitives.ReadInt64LittleEndian(content[0x90..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(content[0x98..]);
        return at >= HeaderLength && length is > 0 and <= MostNameBytes && length % 2 == 0 && at <= content.Length - length
            ? Encoding.Unicode.GetString(content.Slice((int)at, (int)length))
            : throw Refusal("loader-assembly", $"{entry} keeps the name of its assembly outside itself.");
    }

    private static InputRefusedException Refusal(string code, string message) => new(code, message, BundleFiles.Zip);
}
