namespace Dms.Predictive.MarketData.Tests;

/// <summary>Numbers that are the same on every run and machine.</summary>
public sealed class Xorshift(ulong seed)
{
    private ulong _state = unchecked((seed * 0x9E3779B97F4A7C15UL) | 1);

    /// <summary>A whole number from 0 to below the bound.</summary>
    public int Next(int bound)
    {
        unchecked
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)((_state >> 11) % (ulong)bound);
        }
    }
}
