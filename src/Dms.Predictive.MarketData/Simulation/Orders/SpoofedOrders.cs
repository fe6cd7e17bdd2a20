namespace Dms.Predictive.MarketData;

/// <summary>Large orders that are shown for some seconds and taken away unfilled: noise for whoever reads depth.</summary>
internal sealed class SpoofedOrders(SeededStream stream)
{
    private const double PerSecond = 1.0 / 400;

    private OrderQueues? _side;
    private int _order;
    private int _serial;
    private int _secondsLeft;

    /// <summary>Takes away what is due, or shows a new order; one at a time.</summary>
    /// <param name="side">Side of a new order.</param>
    /// <param name="nearest">Tick nearest to the efficient price that the side may quote.</param>
    /// <param name="lots">Size of a new order.</param>
    public void NextSecond(OrderQueues side, long nearest, long lots)
    {
        if (_side is not null)
        {
            _secondsLeft--;
            bool there = _side.SerialOf(_order) == _serial;
            if (there && _secondsLeft > 0)
            {
                return;
            }

            if (there)
            {
                _side.Remove(_order);
            }

            _side = null;
        }
        else if (stream.Chance(PerSecond))
        {
            _side = side;
            _order = side.Add(nearest + (side.Away * (long)stream.Between(2, 9)), Math.Max(1, lots));
            _serial = side.SerialOf(_order);
            _secondsLeft = (int)stream.Between(5, 40);
        }
    }
}
