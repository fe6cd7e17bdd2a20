namespace Dms.Predictive.Serving;

/// <summary>Who may use a route; every route carries exactly one.</summary>
/// <param name="Roles">Roles that may; empty with <see cref="IsOpen"/> false = any role.</param>
/// <param name="IsOpen">Whether no key is needed.</param>
/// <param name="IsMarket">Market data: open to all on this machine while no key is configured.</param>
internal sealed record Access(IReadOnlyList<string> Roles, bool IsOpen = false, bool IsMarket = false)
{
    /// <summary>No key is needed.</summary>
    public static Access Open { get; } = new([], IsOpen: true);

    /// <summary>Any role.</summary>
    public static Access Market { get; } = new([], IsMarket: true);

    /// <summary>Any role, but never without a key.</summary>
    public static Access AnyRole { get; } = new([]);

    /// <summary>Certain roles.</summary>
    public static Access For(params string[] roles) => new(roles);

    /// <summary>The roles in words, for the API's own description.</summary>
    public string Describe() => IsOpen ? "anonymous" : Roles.Count == 0 ? "any role" : string.Join(", ", Roles);
}
