using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Private P-256 keys in files that only their owner can read.</summary>
internal static class RegistryKeyFile
{
    /// <summary>Name of a registry's own key in its folder of models.</summary>
    public const string FileName = "registry-key.pem";

    /// <summary>The registry's own key.</summary>
    public static ECDsa Of(string models) => Read(Path.Combine(models, FileName));

    /// <summary>Reads a private key.</summary>
    /// <exception cref="InputRefusedException"><c>bad-key</c>.</exception>
    public static ECDsa Read(string path)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            _ = key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InputRefusedException(
                "bad-key", $"The key cannot be read ({e.Message}). Give a P-256 private key as PEM, such as dms models key makes.", path, e);
        }
    }

    /// <summary>Writes a key; an existing file is never replaced.</summary>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void Save(ECDsa key, string path)
    {
        FileStreamOptions ownerOnly = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream stream = new(path, ownerOnly);
        stream.Write(Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        stream.Flush(flushToDisk: true);
    }
}
