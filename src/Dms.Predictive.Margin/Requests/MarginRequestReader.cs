namespace Dms.Predictive.Margin;

/// <summary>Reads requests.</summary>
public static class MarginRequestReader
{
    /// <summary>Version of the wire format.</summary>
    public const string Schema = "dms.margin/1";
}
