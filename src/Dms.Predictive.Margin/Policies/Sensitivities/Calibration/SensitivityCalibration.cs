namespace Dms.Predictive.Margin;

/// <summary>Makes the parameters of the sensitivities policy from history; nobody else's weights are used.</summary>
public static class SensitivityCalibration
{
    private const int FewestIndependentMoves = 3;

    /// <summary>
    /// Weights are quantiles of moves over the horizon, the larger of both tails, and of a bucket the largest of its
    /// factors. Correlations are those of daily changes, drawn toward 0 by their uncertainty: the mean of pairs within
    /// a bucket, across sums of weighted buckets, and the whole matrix across sums of classes.
    /// </summary>
    /// <param name="histories">One per factor; the same days for all.</param>
    /// <param name="rules">Level and horizon.</param>
    /// <exception cref="ArgumentException">No history, a factor twice, lengths that differ or are too short for the
    /// horizon, a change that is not finite, or a bucket without vega weight.</exception>
    public static SensitivityCalibrationResult Of(
        IReadOnlyList<FactorHistory> histories, SensitivityCalibrationRules rules)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(rules);
        Check(histories, rules);
        FactorHistory[] ordered =
        [
            .. histories.OrderBy(h => h.RiskClass, StringComparer.Ordinal)
                .ThenBy(h => h.Bucket, StringComparer.Ordinal).ThenBy(h => h.Factor, StringComparer.Ordinal),
        ];
        List<CorrelationShrinkage> shrinkage = [];
        List<CalibratedFactor> factors = [];
        List<RiskClass> classes = [];
        List<double[]> sums = [];
        foreach (IGrouping<string, FactorHistory> members in ordered.GroupBy(h => h.RiskClass))
        {
            (RiskClass riskClass, double[] sum) = ClassOf(members.Key, [.. members], rules, (shrinkage, factors));
            classes.Add(riskClass);
            sums.Add(sum);
        }

        ShrunkCorrelation across = new(sums, ordered[0].DailyChanges.Count);
        shrinkage.Add(new("", across.Mean, across.Intensity));
        SensitivitiesParameters parameters = new(rules.MaintenanceRatio, classes, across.Matrix);
        parameters.Check();
        return new(parameters, factors, shrinkage, ordered[0].DailyChanges.Count - rules.HorizonDays + 1);
    }

    private static (RiskClass RiskClass, double[] Sum) ClassOf(
        string id,
        IReadOnlyList<FactorHistory> members,
        SensitivityCalibrationRules rules,
        (List<CorrelationShrinkage> Shrinkage, List<CalibratedFactor> Factors) report)
    {
        List<RiskBucket> buckets = [];
        List<double[]> sums = [];
        foreach (IGrouping<string, FactorHistory> bucket in members.GroupBy(h => h.Bucket))
        {
            FactorHistory[] own = [.. bucket];
            ShrunkCorrelation within = new([.. own.Select(h => h.DailyChanges.ToArray())], own[0].DailyChanges.Count);
            report.Shrinkage.Add(new($"{id}/{bucket.Key}", within.Mean, within.Intensity));
            RiskBucket made = new(
                bucket.Key, WeightOf(own, rules, report.Factors), VegaWeightOf(own, rules), within.Equal);
            buckets.Add(made);
            sums.Add(SumOf(own.Select(h => h.DailyChanges), made.RiskWeight));
        }

        double[][] tradable = [.. sums.Where((_, i) => !buckets[i].IsResidual)];
        ShrunkCorrelation across = new(tradable, members[0].DailyChanges.Count);
        report.Shrinkage.Add(new(id, across.Mean, across.Intensity));
        return (new(id, across.Equal, buckets), SumOf(sums, 1));
    }

    private static double WeightOf(
        FactorHistory[] members, SensitivityCalibrationRules rules, List<CalibratedFactor> report)
    {
        double[][] moves = [.. members.Select(h => FactorMoves.Over(h.DailyChanges, rules.HorizonDays))];
        double[] own = [.. moves.Select(m => FactorMoves.Quantile(m, rules.Confidence))];
        double weight = own.Max();
        report.AddRange(members.Select((h, i) => new CalibratedFactor(
            h.RiskClass, h.Bucket, h.Factor, own[i],
            moves[i].Count(m => Math.Abs(m) > weight) / (double)moves[i].Length)));
        return weight;
    }

    private static double VegaWeightOf(FactorHistory[] members, SensitivityCalibrationRules rules)
    {
        double[] known =
        [
            .. members.Where(h => h.DailyVolatilityChanges is not null).Select(h => FactorMoves.Quantile(
                FactorMoves.Over(h.DailyVolatilityChanges!, rules.HorizonDays), rules.Confidence)),
        ];
        return known.Length > 0 ? known.Max() : rules.VegaWeightWithoutHistory
            ?? throw new ArgumentException(
                $"Bucket '{members[0].RiskClass}/{members[0].Bucket}' has no history of volatilities. Give one, or a "
                + "vega weight for buckets without: 0 would leave vega without margin.");
    }

    private static double[] SumOf(IEnumerable<IReadOnlyList<double>> series, double weight)
    {
        double[]? sum = null;
        foreach (IReadOnlyList<double> one in series)
        {
            sum ??= new double[one.Count];
            for (int t = 0; t < sum.Length; t++)
            {
                sum[t] += weight * one[t];
            }
        }

        return sum ?? [];
    }

    private static void Check(IReadOnlyList<FactorHistory> histories, SensitivityCalibrationRules rules)
    {
        Require(
            rules.Confidence is > 0.5 and < 1,
            FormattableString.Invariant($"level {rules.Confidence:R}"), "in (0.5, 1)");
        Require(rules.HorizonDays >= 1, $"horizon of {rules.HorizonDays} days", "at least one day");
        Require(histories.Count > 0, "no history", "at least one factor");
        HashSet<(string, string, string)> seen = [];
        int days = histories[0].DailyChanges.Count;
        foreach (FactorHistory h in histories)
        {
            string name = $"{h.RiskClass}/{h.Bucket}/{h.Factor}";
            Require(seen.Add((h.RiskClass, h.Bucket, h.Factor)), $"'{name}' twice", "one history per factor");
            foreach (IReadOnlyList<double> changes in Series(h))
            {
                Require(
                    changes.Count == days,
                    $"{changes.Count} changes of '{name}'", $"{days}, as for the first factor");
                Require(changes.All(double.IsFinite), $"a change of '{name}' that is no number", "finite changes");
            }
        }

        int least = FewestIndependentMoves * rules.HorizonDays;
        Require(days >= least, $"{days} days", $"at least {least} days for a horizon of {rules.HorizonDays}");
    }

    private static IEnumerable<IReadOnlyList<double>> Series(FactorHistory h) =>
        h.DailyVolatilityChanges is null ? [h.DailyChanges] : [h.DailyChanges, h.DailyVolatilityChanges];

    private static void Require(bool holds, string found, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"Found {found}; allowed is {allowed}.");
        }
    }
}
