namespace Dms.Predictive.Serving;

/// <summary>What stands where in a state folder.</summary>
public static class HostFolders
{
    /// <summary>Events, in order.</summary>
    public const string Journal = "journal";

    /// <summary>Sealed decisions.</summary>
    public const string Audit = "audit";

    /// <summary>Copies of all bundles that were ever activated: the folder replays without anything else.</summary>
    public const string Models = "models";

    /// <summary>Private signing key of the log.</summary>
    public const string SigningKey = "audit-signing.pem";

    /// <summary>Public key of the log; keep a copy elsewhere.</summary>
    public const string PublicKey = "audit-key.json";

    /// <summary>Held while a host runs.</summary>
    public const string Lock = "lock";
}
