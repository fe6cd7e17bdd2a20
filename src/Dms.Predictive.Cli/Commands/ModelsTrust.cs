using System.CommandLine;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Whom a command trusts: single keys, or a trust file with keys, revocations and floors.</summary>
internal static class ModelsTrust
{
    /// <summary>Builds the option; each command has its own.</summary>
    public static Option<FileInfo?> CreateOption() => new("--trust")
    {
        Description = "Trust file, kept outside every folder of models: accepted keys, revoked keys and models, and the time before which "
            + "no bundle of a model may have been made. Instead of --key.",
    };

    /// <summary>Reads what was given; with neither, a signature only proves that the bundle is whole.</summary>
    /// <exception cref="UsageException">Both were given.</exception>
    public static BundleTrust Of(IReadOnlyList<FileInfo> keys, FileInfo? trust)
    {
        if (trust is not null)
        {
            return keys.Count == 0
                ? BundleTrustJson.Read(File.ReadAllText(trust.FullName), trust.FullName)
                : throw new UsageException("Give either --key or --trust; a trust file names its keys itself.", "--trust");
        }

        BundleKey[] read = [.. keys.Select(k => BundleKey.Parse(File.ReadAllText(k.FullName), k.FullName))];
        return read.Length > 0 ? BundleTrust.Keys(read) : BundleTrust.Self();
    }
}
