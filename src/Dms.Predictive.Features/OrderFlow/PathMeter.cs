using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>The way the middle of the book went within a minute: its variance on grids of one and of ten seconds.</summary>
internal sealed class PathMeter
{
    private const long Second = 1_000_000_000;

    private readonly SampledPath _one = new(Second);
    private readonly SampledPath _ten = new(10 * Second);
    private double _mid = double.NaN;

    /// <summary>The middle as it is from now on, quote currency; NaN without one.</summary>
    public void Take(double mid, Timestamp at)
    {
        Pass(at);
        _mid = mid;
    }

    /// <summary>There is no book from now on.</summary>
    public void Forget(Timestamp at)
    {
        Pass(at);
        _mid = double.NaN;
    }

    /// <summary>Writes the minute that ends now and begins the next.</summary>
    public void Seal(Timestamp close, Span<double> values)
    {
        Pass(close);
        values[(int)FlowMeasure.MidSquares1] = _one.Take();
        values[(int)FlowMeasure.MidSquares10] = _ten.Take();
    }

    private void Pass(Timestamp at)
    {
        _one.Pass(at.Nanoseconds, _mid);
        _ten.Pass(at.Nanoseconds, _mid);
    }

    // At a point of the grid the middle counts that stood until then; a lost book breaks the path.
    private sealed class SampledPath(long step)
    {
        private const double Half = 0.5;

        private long _point = long.MinValue;
        private double _sampled = double.NaN;
        private double _squares;
        private long _steps;

        public void Pass(long at, double mid)
        {
            long point = Math.DivRem(at, step, out long past) - (past < 0 ? 1 : 0);
            if (point <= _point)
            {
                return;
            }

            if (!double.IsNaN(mid) && _point != long.MinValue)
            {
                bool follows = !double.IsNaN(_sampled);
                double change = follows ? 100 * Math.Log(mid / _sampled) : 0;
                _squares += change * change;
                _steps += point - _point - (follows ? 0 : 1);
            }

            (_point, _sampled) = (point, mid);
        }

        public double Take()
        {
            double share = (double)_steps * step / (60 * Second);
            double scaled = share >= Half ? _squares / Math.Min(1, share) : double.NaN;
            (_squares, _steps) = (0, 0);
            return scaled;
        }
    }
}
