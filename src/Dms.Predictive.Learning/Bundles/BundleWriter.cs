using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Writes a bundle: the folder appears whole and verified, or not at all.</summary>
public static class BundleWriter
{
    /// <summary>Writes, signs, reads back with every check, and only then gives the folder its name.</summary>
    /// <param name="contents">What goes in.</param>
    /// <param name="targetFolder">The version's own folder, <c>models/&lt;id&gt;/&lt;version&gt;</c>; must not
    /// exist.</param>
    /// <param name="signer">A P-256 key with its private part.</param>
    /// <returns>The bundle as it was read back.</returns>
    /// <exception cref="InputRefusedException"><c>bundle-exists</c>, or what
    /// <see cref="BundleReader"/> refuses about the contents.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ModelBundle Write(BundleContents contents, string targetFolder, ECDsa signer)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentException.ThrowIfNullOrEmpty(targetFolder);
        ArgumentNullException.ThrowIfNull(signer);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(targetFolder));
        RefuseExisting(target);
        string parent = Path.GetDirectoryName(target)
            ?? throw new ArgumentException("The target must lie inside a folder.", nameof(targetFolder));
        List<(string Name, byte[] Bytes)> files = Files(contents);
        byte[] manifest = Manifest(contents.Description, files);
        files.Add((BundleFiles.Manifest, manifest));
        files.Add((BundleFiles.Signature, BundleSignature.Sign(manifest, signer).ToBytes()));
        string partial = Path.Combine(parent, $".{Path.GetFileName(target)}.partial");
        RefuseRunning(partial);
        Directory.CreateDirectory(partial);
        try
        {
            files.ForEach(f => WriteDurably(Path.Combine(partial, f.Name), f.Bytes));
            ModelBundle bundle = BundleReader.Read(partial, BundleTrust.Keys([BundleKey.From(signer)]));
            RefuseExisting(target);
            Directory.Move(partial, target);
            return bundle;
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private static List<(string Name, byte[] Bytes)> Files(BundleContents contents)
    {
        if (contents.GoldenRows.Count != GoldenRows.Count)
        {
            throw new ArgumentException(
                $"Found {contents.GoldenRows.Count} golden rows; expected {GoldenRows.Count}.", nameof(contents));
        }

        GoldenRows golden = GoldenRows.From(contents.GoldenRows, contents.Outputs);
        List<(string Name, byte[] Bytes)> files =
        [
            (BundleFiles.Calibration, contents.Calibration.ToArray()),
            (BundleFiles.Card, Encoding.UTF8.GetBytes(contents.Card)),
            (BundleFiles.Golden, golden.ToBytes(contents.Outputs)),
            (BundleFiles.Onnx, contents.Onnx.ToArray()),
        ];
        if (contents.Background is { } background)
        {
            files.Add((BundleFiles.Background, BackgroundDocument.Write(background)));
        }

        if (!contents.Zip.IsEmpty)
        {
            files.Add((BundleFiles.Zip, contents.Zip.ToArray()));
        }

        files.Add((BundleFiles.Trees, TreesDocument.Write(contents.Outputs)));
        return files;
    }

    private static byte[] Manifest(BundleDescription description, List<(string Name, byte[] Bytes)> files) =>
        ManifestJson.Write(new BundleManifest(description,
        [
            .. files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new BundleFile(
                f.Name, f.Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(f.Bytes)))),
        ]));

    private static void WriteDurably(string path, byte[] bytes)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static void RefuseRunning(string partial)
    {
        if (Path.Exists(partial))
        {
            throw new InputRefusedException("bundle-exists",
                "Another run is writing this version, or one was killed; remove the folder if none is running.",
                partial);
        }
    }

    private static void RefuseExisting(string target)
    {
        if (Path.Exists(target))
        {
            throw new InputRefusedException("bundle-exists",
                "This version exists already; versions are never used twice. Choose the next one.", target);
        }
    }
}
