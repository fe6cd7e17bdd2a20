using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Walks over the fields of one line. What cannot be read sets <see cref="Issue"/> and gives zero, so that a row is
/// read in one sweep and judged once at its end.
/// </summary>
internal ref struct CsvFields(ReadOnlySpan<byte> line)
{
    private const long MostMilliseconds = 7_258_118_400_000;

    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    /// <summary>The first thing found wrong; None while all is well.</summary>
    public QualityIssue Issue { get; private set; }

    /// <summary>Whether the row was read to its end without fault.</summary>
    public readonly bool IsWhole => _ended && Issue == QualityIssue.None;

    /// <summary>Whether all fields are read.</summary>
    public readonly bool AtEnd => _ended;

    /// <summary>What to say of the row: the fault found, or that it has a wrong number of fields.</summary>
    public readonly QualityIssue Fault => Issue == QualityIssue.None && !_ended ? QualityIssue.Malformed : Issue;

    /// <summary>Says that the field read last is no good.</summary>
    public void Fail(QualityIssue issue = QualityIssue.Malformed) => Issue = Issue == QualityIssue.None ? issue : Issue;

    /// <summary>The next field as it is.</summary>
    public ReadOnlySpan<byte> Text()
    {
        if (_ended)
        {
            Fail();
            return [];
        }

        int end = _rest.IndexOf((byte)',');
        ReadOnlySpan<byte> field = end < 0 ? _rest : _rest[..end];
        Step(field.Length);
        return field;
    }

    /// <summary>Whether the next field has no text; it is then stepped over.</summary>
    public bool Absent()
    {
        bool absent = !_ended && (_rest.IsEmpty || _rest[0] == (byte)',');
        if (absent)
        {
            Step(0);
        }

        return absent;
    }

    /// <summary>A decimal number as a mantissa.</summary>
    public long Fixed(int decimals, NumberRule rule = NumberRule.Exact)
    {
        if (_ended)
        {
            Fail();
            return 0;
        }

        QualityIssue issue = FixedText.Read(_rest, decimals, rule, out long mantissa, out int used);
        if (issue != QualityIssue.None)
        {
            Fail(issue);
        }

        Step(used);
        return mantissa;
    }

    /// <summary>A whole number.</summary>
    public long Integer() => Fixed(0);

    /// <summary>A price: must be &gt; 0.</summary>
    public long Price(int decimals, NumberRule rule = NumberRule.Exact)
    {
        long price = Fixed(decimals, rule);
        if (price <= 0)
        {
            Fail(QualityIssue.NotPositive);
        }

        return price;
    }

    /// <summary>A quantity: must be ≥ 0.</summary>
    public long Quantity(int decimals, NumberRule rule = NumberRule.Exact)
    {
        long quantity = Fixed(decimals, rule);
        if (quantity < 0)
        {
            Fail(QualityIssue.NotPositive);
        }

        return quantity;
    }

    /// <summary>A time in units since 1970, in the years up to 2199.</summary>
    /// <param name="perMillisecond">Units in a millisecond: 1, 1,000 for microseconds.</param>
    public Timestamp Time(int perMillisecond = 1)
    {
        long units = Integer();
        if (units < 0 || units / perMillisecond > MostMilliseconds)
        {
            Fail();
            return default;
        }

        return new Timestamp(units * (1_000_000 / perMillisecond));
    }

    /// <summary>A finite number whose value is not used.</summary>
    public double Number()
    {
        if (!CsvNumber.TryParse(Text(), out double value))
        {
            Fail();
        }

        return value;
    }

    private void Step(int length)
    {
        _ended = length >= _rest.Length;
        _rest = _ended ? [] : _rest[(length + 1)..];
    }
}
