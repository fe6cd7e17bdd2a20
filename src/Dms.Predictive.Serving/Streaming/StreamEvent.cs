using System.Globalization;

namespace Dms.Predictive.Serving;

/// <summary>What streams tell of.</summary>
internal static class Topics
{
    public const string Rates = "rates";
    public const string Forecast = "forecast";
    public const string Quality = "quality";
    public const string Alerts = "alerts";
    public const string Margin = "margin";
    public const string Account = "account";
    public const string Operations = "operations";

    /// <summary>Topics of the market: any role.</summary>
    public static IReadOnlyList<string> OfMarket { get; } = [Rates, Forecast, Quality, Alerts];

    /// <summary>Topics of accounts: by role and scope.</summary>
    public static IReadOnlyList<string> OfAccounts { get; } = [Margin, Account];

    /// <summary>All topics.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfMarket, .. OfAccounts, Operations];
}

/// <summary>One published event.</summary>
/// <param name="Id">Number of the output; never given twice.</param>
/// <param name="Sequence">Core sequence.</param>
/// <param name="Topic">One of <see cref="Topics"/>.</param>
/// <param name="Key">Account or instrument.</param>
/// <param name="Value">JSON text, as REST gives it.</param>
/// <param name="Ticks">Monotonic time of publication, for retention.</param>
internal sealed record StreamEvent(long Id, long Sequence, string Topic, string Key, string Value, long Ticks)
{
    /// <summary>The event's data on one line.</summary>
    /// <param name="replaces">Updates conflated into this one.</param>
    public string Data(int replaces = 0) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"sequence\":{Sequence},\"topic\":\"{Topic}\",\"key\":\"{Key}\",\"replaces\":{replaces},\"value\":{Value}}}");
}

/// <summary>What one client may see and wants.</summary>
/// <param name="Topics">Topics asked for.</param>
/// <param name="Instruments">Instruments asked for; null = all.</param>
/// <param name="MaySeeAccount">Whether an account is asked for and in scope.</param>
internal sealed record StreamFilter(IReadOnlySet<string> Topics, IReadOnlySet<string>? Instruments, Func<string, bool> MaySeeAccount)
{
    /// <summary>Whether an event goes to this client.</summary>
    public bool Accepts(string topic, string key) => Topics.Contains(topic)
        && (Serving.Topics.OfAccounts.Contains(topic) ? MaySeeAccount(key) : Instruments is null || topic == Serving.Topics.Operations || Instruments.Contains(key));
}
