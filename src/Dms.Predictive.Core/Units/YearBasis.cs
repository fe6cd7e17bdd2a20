namespace Dms.Predictive.Core;

/// <summary>The length of a year that turns a variance per period into one per year; never a hidden √252.</summary>
public sealed record YearBasis
{
    private YearBasis(string name, TimeSpan length) => (Name, Length) = (name, length);

    /// <summary>365 days of 24 hours: markets that never close.</summary>
    public static YearBasis Calendar365 { get; } = new("365 calendar days", TimeSpan.FromDays(365));

    /// <summary>Readable name.</summary>
    public string Name { get; }

    /// <summary>Length of the year.</summary>
    public TimeSpan Length { get; }
}
