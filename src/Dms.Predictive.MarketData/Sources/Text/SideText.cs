using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The words that files have for sides.</summary>
internal static class SideText
{
    /// <summary><c>buy</c> or <c>sell</c>; Unknown for anything else.</summary>
    public static AggressorSide Aggressor(ReadOnlySpan<byte> text) => text.SequenceEqual("buy"u8) ? AggressorSide.Buy
        : text.SequenceEqual("sell"u8) ? AggressorSide.Sell
        : AggressorSide.Unknown;

    /// <summary><c>bid</c> or <c>ask</c>; false for anything else.</summary>
    public static bool TryBook(ReadOnlySpan<byte> text, out BookSide side)
    {
        side = text.SequenceEqual("ask"u8) ? BookSide.Ask : BookSide.Bid;
        return side == BookSide.Ask || text.SequenceEqual("bid"u8);
    }
}
