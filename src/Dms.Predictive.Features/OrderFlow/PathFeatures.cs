using Dms.Predictive.Core;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Variance that one-minute bars do not show: the path of the middle second by second. It is price, not depth, so that
/// what depth adds can be measured against it (Andersen, Bollerslev, Diebold, Labys 2003).
/// </summary>
internal sealed class PathFeatures : FlowFamily
{
    private const int Hour = 60;

    // Squared log changes of 0.01 % and less are as good as none.
    private const double Floor = 1e-6;
    private const double Largest = 1e4;

    public PathFeatures()
        : base("path")
    {
        Define(1, FlowMeasure.MidSquares1);
        Define(10, FlowMeasure.MidSquares10);
    }

    private void Define(int seconds, FlowMeasure measure)
    {
        MaskedRing squares = Ring(30, Largest, () => Now(measure));
        MaskedRing ln = Ring(40, 100, () => Math.Log(Floor + Now(measure)));
        foreach (int w in new[] { 1, 5, 10, Hour })
        {
            Feature($"path_rv_{seconds}s_{w}", "ln %²",
                $"ln(1e-6 + Σ squared log change of the middle every {seconds} s over {w} min ÷ {w})", w,
                () => Math.Log(Floor + squares.Mean(w)));
        }

        Feature($"path_rv_{seconds}s_ratio_10", "ln", $"mean ln of the minutes' Σ over 10 min minus its mean over {Day} min", Day,
            () => ln.Mean(10) - ln.Mean(Day));
    }
}
