using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Whether a protocol fits the bars that it is given.</summary>
internal static class GridRules
{
    /// <summary>Refuses steps and horizons that are no multiples of the bar, and labels that need more bars.</summary>
    /// <exception cref="UsageException">They do not fit; names the option.</exception>
    public static void Refuse(EvaluationProtocol protocol, BarSeries series)
    {
        int bar = series.LengthMinutes;
        if (protocol.StepMinutes % bar != 0)
        {
            throw new UsageException(
                $"A step of {protocol.StepMinutes} min is no multiple of the {bar}-min bars.", "--step");
        }

        int fewest = bar == 1 && protocol.Label?.Variance != VarianceLabel.Bipower ? 1 : 2;
        foreach (int horizon in protocol.HorizonMinutes)
        {
            if (horizon % bar != 0 || horizon < fewest * bar)
            {
                throw new UsageException(
                    $"A horizon of {horizon} min does not fit {bar}-min bars: use multiples of {bar} min, at least "
                    + $"{fewest * bar}.",
                    "--horizons");
            }
        }
    }
}
