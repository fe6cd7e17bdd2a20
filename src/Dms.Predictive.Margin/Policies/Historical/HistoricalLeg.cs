using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>One period of the historical policy: its scenarios with their measure.</summary>
internal sealed class HistoricalLeg(
    string name, ReturnScenarios scenarios, HistoricalParameters parameters, double weight)
{
    private readonly TailRisk _tail = TailRisk.For(scenarios.Count, parameters.Confidence, parameters.Measure);

    public string Name => name;

    /// <summary>Number of scenarios.</summary>
    public int Count => scenarios.Count;

    /// <summary>Requirement of the account, and the sum of its stand-alone requirements.</summary>
    public (double Initial, double Alone) Require(MarginView view, double scale)
    {
        double[][] moves = MovesOf(view, scale);
        double[] losses = new double[Count];
        double[] largest = new double[_tail.Whole + 1];
        if (view.Mode == MarginMode.Isolated)
        {
            double sum = 0;
            for (int i = 0; i < view.Instruments.Count; i++)
            {
                sum += Alone(view.Exposures[i], moves[view.UnderlyingOf[i]], losses, largest);
            }

            foreach (OptionHolding option in view.Options.Holdings)
            {
                sum += Alone([Profits(view, option, moves)], losses, largest);
            }

            return (sum, sum);
        }

        double alone = 0;
        double[] exposures = ByUnderlying(view);
        double[][] options = OptionProfits(view, moves);
        for (int k = 0; k < exposures.Length; k++)
        {
            alone += view.Options.IsEmpty
                ? Alone(exposures[k], moves[k], losses, largest)
                : Alone([Scaled(exposures[k], moves[k]), .. OptionsOf(view, options, k)], losses, largest);
        }

        double joint = weight * Math.Max(0, _tail.Of(Losses(exposures, moves, options, losses), largest));
        return (Capped(joint, alone), alone);
    }

    /// <summary>Euler shares of the instruments: their mean profit over the tail, with the opposite sign.</summary>
    public double[] Contributions(MarginView view, double scale)
    {
        double[][] moves = MovesOf(view, scale);
        double[] losses = new double[Count];
        double[] largest = new double[_tail.Whole + 1];
        double[] shares = new double[view.Instruments.Count];
        double[][] options = OptionProfits(view, moves);
        int[] order = view.Mode == MarginMode.Isolated
            ? []
            : Order(Losses(ByUnderlying(view), moves, options, losses));
        for (int i = 0; i < shares.Length; i++)
        {
            double[] column = moves[view.UnderlyingOf[i]];
            shares[i] = view.Mode == MarginMode.Isolated
                ? Alone(view.Exposures[i], column, losses, largest)
                : -weight * view.Exposures[i] * TailMean(column, order);
        }

        for (int j = 0; j < options.Length; j++)
        {
            shares[view.Options.Holdings[j].Row] = view.Mode == MarginMode.Isolated
                ? Alone([options[j]], losses, largest)
                : -weight * TailMean(options[j], order);
        }

        return shares;
    }

    /// <summary>The scenario with the largest loss; the first of equal ones.</summary>
    public WorstScenario Worst(MarginView view)
    {
        double[][] moves = MovesOf(view, 1);
        double[] losses = Losses(ByUnderlying(view), moves, OptionProfits(view, moves), new double[Count]);
        int worst = 0;
        for (int t = 1; t < losses.Length; t++)
        {
            worst = losses[t] > losses[worst] ? t : worst;
        }

        return new(worst, name, -losses[worst]);
    }

    private double Capped(double joint, double alone)
    {
        // Expected shortfall is subadditive; the minimum takes away what rounding of doubles may add. Value at risk
        // is not, and is left as it is.
        double together = parameters.Measure == TailMeasure.ExpectedShortfall ? Math.Min(joint, alone) : joint;
        return parameters.OffsetCap == 1 ? together : Math.Max(together, (1 - parameters.OffsetCap) * alone);
    }

    private double Alone(double exposure, double[] column, double[] losses, double[] largest)
    {
        for (int t = 0; t < losses.Length; t++)
        {
            losses[t] = -exposure * column[t];
        }

        return weight * Math.Max(0, _tail.Of(losses, largest));
    }

    private double Alone(double[][] profits, double[] losses, double[] largest) =>
        weight * Math.Max(0, _tail.Of(Losses([], [], profits, losses), largest));

    private static double[] Scaled(double exposure, double[] column) => [.. column.Select(m => exposure * m)];

    private static IEnumerable<double[]> OptionsOf(MarginView view, double[][] options, int underlying) =>
        options.Where((_, j) => view.UnderlyingOf[view.Options.Holdings[j].Row] == underlying);

    private static double[][] OptionProfits(MarginView view, double[][] moves) =>
        [.. view.Options.Holdings.Select(option => Profits(view, option, moves))];

    // Repriced at the moved forward with its own volatility; time stands still.
    private static double[] Profits(MarginView view, OptionHolding option, double[][] moves)
    {
        double[] column = moves[view.UnderlyingOf[option.Row]];
        double factor = view.PriceFactorOf(option.Instrument.Underlying);
        double now = option.PriceAt(option.Expiry.ForwardAt(factor));
        double[] profits = new double[column.Length];
        for (int t = 0; t < profits.Length; t++)
        {
            double then = option.PriceAt(option.Expiry.ForwardAt(factor * (1 + column[t])));
            profits[t] = Computed.Finite(option.Size * (then - now), "The profit of a past move");
        }

        return profits;
    }

    private static double[] Losses(double[] exposures, double[][] moves, double[][] profits, double[] losses)
    {
        Array.Clear(losses);
        for (int k = 0; k < exposures.Length; k++)
        {
            double exposure = -exposures[k];
            double[] column = moves[k];
            for (int t = 0; t < losses.Length; t++)
            {
                losses[t] += exposure * column[t];
            }
        }

        foreach (double[] column in profits)
        {
            for (int t = 0; t < losses.Length; t++)
            {
                losses[t] -= column[t];
            }
        }

        return losses;
    }

    private static int[] Order(double[] losses) =>
        [.. Enumerable.Range(0, losses.Length).OrderByDescending(t => losses[t]).ThenBy(t => t)];

    private double TailMean(double[] column, int[] order)
    {
        double last = _tail.LastWeight * column[order[_tail.Whole]];
        if (_tail.Measure == TailMeasure.ValueAtRisk)
        {
            return last;
        }

        double sum = 0;
        for (int i = 0; i < _tail.Whole; i++)
        {
            sum += column[order[i]];
        }

        return (sum + last) / _tail.Divisor;
    }

    private static double[] ByUnderlying(MarginView view)
    {
        double[] exposures = new double[view.Underlyings.Count];
        for (int i = 0; i < view.Instruments.Count; i++)
        {
            exposures[view.UnderlyingOf[i]] += view.Exposures[i];
        }

        return exposures;
    }

    private double[][] MovesOf(MarginView view, double scale)
    {
        double[][] moves = new double[view.Underlyings.Count][];
        for (int k = 0; k < moves.Length; k++)
        {
            moves[k] = scenarios.Covers(view.Underlyings[k])
                ? scenarios.MovesOf(view.Underlyings[k], view.DriverOf(k, scale))
                : throw new InputRefusedException(
                    "UnknownUnderlying",
                    $"'{view.Underlyings[k]}' has a position but no returns. Add its series.",
                    "policy.parameters.returns");
        }

        return moves;
    }
}
