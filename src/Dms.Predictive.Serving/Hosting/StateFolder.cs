using System.Security.Cryptography;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>The folder of one host: locked while it runs, readable by its owner alone where keys are concerned.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Opens a folder, or makes it.</summary>
    /// <exception cref="InputRefusedException">Another host runs on it (<c>state-in-use</c>).</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static StateFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        Directory.CreateDirectory(System.IO.Path.Combine(full, HostFolders.Models));
        try
        {
            return new StateFolder(full, new FileStream(
                System.IO.Path.Combine(full, HostFolders.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new InputRefusedException(
                "state-in-use", "Another host runs on this state folder. Stop it, or name another folder with --state.", full, e);
        }
    }

    /// <summary>Path of something in the folder.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The key that signs the log's heads; made at the first start.</summary>
    public AuditSigner Signer(Timestamp now)
    {
        string file = Of(HostFolders.SigningKey);
        ECDsa key;
        if (File.Exists(file))
        {
            key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return new AuditSigner(key, new Timestamp(0));
        }

        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FileStreamOptions ownerOnly = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(file, ownerOnly))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }

        AuditSigner signer = new(key, now);
        signer.ExportPublicKey(Of(HostFolders.PublicKey));
        return signer;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
