using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Where a private key may not lie: in what is signed, copied and handed to others.</summary>
internal static class KeyPlace
{
    /// <summary>Refuses a path inside a model bundle or an audit log.</summary>
    /// <param name="path">Full path of the key's file.</param>
    /// <exception cref="InputRefusedException"><c>key-place</c>.</exception>
    public static void Refuse(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string? what = File.Exists(Path.Combine(folder, BundleFiles.Manifest)) && File.Exists(Path.Combine(folder, BundleFiles.Signature)) ? "model bundle"
                : Directory.Exists(Path.Combine(folder, "segments")) && Directory.Exists(Path.Combine(folder, "heads")) ? "log"
                : null;
            if (what is not null)
            {
                throw new InputRefusedException(
                    "key-place", $"{folder} is a {what}; whoever gets a copy of it would get the key. Keep keys outside.", path);
            }
        }
    }
}
