using System.Text.RegularExpressions;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Names and limits of the files of a model bundle.</summary>
public static partial class BundleFiles
{
    /// <summary>Names every other file with its length and SHA-256.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Signature over the bytes of the manifest.</summary>
    public const string Signature = "manifest.sig";

    /// <summary>The model that is served.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The canonical trees.</summary>
    public const string Trees = "trees.json";

    /// <summary>ML.NET's own file of the same fit; optional, inspected, never loaded.</summary>
    public const string Zip = "model.zip";

    /// <summary>LightGBM's own text of the same fit; optional, inspected, never loaded.</summary>
    public const string LightGbmText = "model.txt";

    /// <summary>How scores become variances and probabilities.</summary>
    public const string Calibration = "calibration.json";

    /// <summary>The model card.</summary>
    public const string Card = "card.md";

    /// <summary>Rows and the scores they must give.</summary>
    public const string Golden = "golden.json";

    /// <summary>The rows that covers and attributions refer to; bundles made before it was introduced have none.</summary>
    public const string Background = "background.json";

    /// <summary>Most bytes of one file and of all files together: 256 MiB.</summary>
    public const long CapBytes = 256 * Mebibyte;

    /// <summary>Most bytes of the manifest and of the signature: 1 MiB.</summary>
    public const long HeaderCapBytes = Mebibyte;

    private const long Mebibyte = 1024 * 1024;

    /// <summary>Most bytes of a file by its name; parsed forms are larger, and all of them stay below twice
    /// <see cref="CapBytes"/>.</summary>
    /// <param name="name">Name of a file in a bundle.</param>
    public static long CapOf(string name) => name switch
    {
        Manifest or Signature => HeaderCapBytes,
        Onnx or Zip => 64 * Mebibyte,
        Trees => 32 * Mebibyte,
        Golden or Background or LightGbmText => 8 * Mebibyte,
        Calibration or Card => 4 * Mebibyte,
        _ => CapBytes,
    };

    /// <summary>Files without which a bundle cannot be used.</summary>
    public static IReadOnlyList<string> Required { get; } = [Onnx, Trees, Calibration, Card, Golden];

    /// <summary>Refuses whatever is not the plain name of a file in the bundle's own folder.</summary>
    /// <param name="name">Path as the manifest gives it.</param>
    /// <param name="where">Place for the message.</param>
    /// <exception cref="InputRefusedException"><c>path</c>.</exception>
    public static void RefusePath(string name, string where)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!PlainName().IsMatch(name) || name.Contains("..", StringComparison.Ordinal) || DeviceName().IsMatch(name))
        {
            throw new InputRefusedException("path",
                $"'{name}' is not the plain name of a file (letters, digits, '.', '_', '-', at most 64, no '..').",
                where);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
