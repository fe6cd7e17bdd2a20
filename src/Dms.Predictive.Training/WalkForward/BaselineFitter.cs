using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Fits scales, the EWMA's half-life and the log-HAR of one horizon from outcomes known at a refit.</summary>
internal sealed class BaselineFitter(DecisionTable table, Targets target, EvaluationProtocol protocol)
{
    private const int Day = 1440;

    /// <summary>Fits the baselines.</summary>
    /// <param name="refitMinute">Refit time.</param>
    /// <param name="known">Eligible decisions whose outcome is known, in time order.</param>
    /// <param name="garch">GARCH parameters in use.</param>
    /// <param name="trace">Filter readings at the decisions.</param>
    public BaselineModel Fit(long refitMinute, List<int> known, Garch11Parameters garch, BaselineTrace trace)
    {
        List<int> recent = [.. known.Where(d => table.Minutes[d] >= refitMinute - (protocol.ScaleDays * Day))];
        LogHarModel har = FitHar(known, recent);
        BaselineModel plain = new(target.HorizonMinutes, table.BarMinutes, garch, 0, 1, 1, har);
        double[] realized = [.. recent.Select(d => target[d])];
        double garchScale = QlikeScale.Of(realized, [.. recent.Select(d => Math.Exp(plain.LnGarch(trace[d])))]);
        (int index, double scale) = BestEwma(plain, recent, realized, trace);
        return plain with { EwmaIndex = index, EwmaScale = scale, GarchScale = garchScale };
    }

    private (int Index, double Scale) BestEwma(BaselineModel plain, List<int> recent, double[] realized, BaselineTrace trace)
    {
        (int Index, double Scale, double Loss) best = (0, 1, double.PositiveInfinity);
        for (int k = 0; k < protocol.EwmaHalfLivesMinutes.Count; k++)
        {
            double[] forecast = [.. recent.Select(d => Math.Exp(plain.LnEwmaAt(trace[d], k)))];
            double scale = QlikeScale.Of(realized, forecast);
            double loss = 0;
            for (int i = 0; i < forecast.Length; i++)
            {
                loss += ForecastLoss.Qlike(realized[i], scale * forecast[i]);
            }

            best = loss < best.Loss ? (k, scale, loss) : best;
        }

        return (best.Index, best.Scale);
    }

    private LogHarModel FitHar(List<int> known, List<int> recent)
    {
        HarRegressors picker = new(table.Schema);
        double[] design = new double[known.Count * picker.Count];
        double[] labels = new double[known.Count];
        int rows = 0;
        foreach (int d in known)
        {
            if (picker.TryPick(table.Features(d), design.AsSpan(rows * picker.Count, picker.Count)))
            {
                labels[rows++] = Math.Log(target[d]);
            }
        }

        LogHarModel model = LogHar.Fit(design.AsSpan(0, rows * picker.Count), picker.Count, labels.AsSpan(0, rows));
        List<double> realized = [];
        List<double> fitted = [];
        double[] regressors = new double[picker.Count];
        foreach (int d in recent)
        {
            if (picker.TryPick(table.Features(d), regressors))
            {
                realized.Add(target[d]);
                fitted.Add(Math.Exp(model.PredictLog(regressors)));
            }
        }

        return model.WithScale(QlikeScale.Of([.. realized], [.. fitted]));
    }
}
