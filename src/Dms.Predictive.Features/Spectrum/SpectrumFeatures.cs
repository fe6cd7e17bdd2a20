using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Variance;

namespace Dms.Predictive.Features.Spectrum;

/// <summary>
/// What a singular-spectrum model of log realized variance expects next, how far the last block was from what it
/// expected, and how surprising the last blocks were together.
/// </summary>
/// <remarks>Blocks of ten minutes (or one bar, where bars are longer) on UTC time. The model is trained anew at every
/// UTC midnight on the blocks of four days, and only on them, so that nothing older is remembered.</remarks>
internal sealed class SpectrumFeatures : IFeatureFamily
{
    private const int LeastBlockMinutes = 10;
    private const int Window = 36;
    private const int Rank = 3;
    private const int TrainingMinutes = 4 * Day;
    private const int Day = 1440;
    private const int History = 50;
    private const double Epsilon = 0.1;
    private const double MostDeviations = 10;

    private readonly int _barMinutes;
    private readonly int _blockMinutes;
    private readonly double[] _logs;
    private readonly double[] _training;
    private readonly double[] _errors = new double[History];
    private readonly KernelPValue _above = new(History, AnomalySide.Positive);
    private readonly KernelPValue _both = new(History, AnomalySide.TwoSided);
    private readonly WindowedMartingale _change = new(History, MartingaleType.Power, Epsilon);
    private SpectrumModel? _model;
    private double _squares;
    private long _blocks;
    private long _judged;
    private double _surprise = double.NaN;
    private double _tail = double.NaN;

    public SpectrumFeatures(int barMinutes)
    {
        _barMinutes = barMinutes;
        _blockMinutes = barMinutes;
        while (_blockMinutes < LeastBlockMinutes || Day % _blockMinutes != 0)
        {
            _blockMinutes += barMinutes;
        }

        _logs = new double[Math.Max(TrainingMinutes / _blockMinutes, 3 * Window)];
        _training = new double[_logs.Length];
        int warmUp = (_logs.Length * _blockMinutes) + Day + (2 * History * _blockMinutes);
        FeatureDefinition Make(string name, string unit, string formula) => new(name, unit, "spectrum", formula, warmUp);
        Definitions =
        [
            Make("spectrum_forecast", "ln %²/min", $"one-step SSA forecast of ln(mean r² per minute + 1e-5) of a block of max(10, bar) min; L {Window}, rank {Rank}, trained at UTC midnight on max(4 d, {3 * Window} blocks)"),
            Make("spectrum_surprise", "sd", $"last block − its forecast, ÷ root mean square of the last {History}, cut at ±{MostDeviations}"),
            Make("spectrum_tail", "ln", $"−ln kernel p-value of the last block's error, upper side, {History} blocks"),
            Make("spectrum_change", "ln", $"mean ln power bet (ε {Epsilon}) over the two-sided p-values of {History} blocks"),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        _squares += bar.ReturnPercent * bar.ReturnPercent;
        long end = bar.OpenTime.Minutes + _barMinutes;
        if (end % _blockMinutes != 0)
        {
            return;
        }

        Close(Math.Log((_squares / _blockMinutes) + VarianceFeatures.FloorPerMinute));
        _squares = 0;
        if (end % Day == 0 && _blocks >= _logs.Length)
        {
            Train();
        }
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        bool warm = _model is not null && _judged >= History;
        values[0] = _model?.Next ?? double.NaN;
        values[1] = warm ? _surprise : double.NaN;
        values[2] = warm ? _tail : double.NaN;
        values[3] = warm ? _change.LogProduct / History : double.NaN;
    }

    private void Close(double log)
    {
        if (_model is not null)
        {
            double error = log - _model.Next;
            _errors[_judged++ % History] = error;
            double square = 0;
            for (int back = 0; back < History; back++)
            {
                // Newest first: the order must not depend on when the stream began.
                double past = _errors[(_judged - 1 + History - back) % History];
                square += past * past;
            }

            _surprise = square > 0 ? Math.Clamp(error / Math.Sqrt(square / History), -MostDeviations, MostDeviations) : 0;
            _tail = -PinnedMath.Log(_above.Append(error));
            _change.Append(_both.Append(error));
            _model.Append(log);
        }

        _logs[_blocks++ % _logs.Length] = log;
    }

    private void Train()
    {
        for (int i = 0; i < _training.Length; i++)
        {
            _training[i] = _logs[(_blocks + i) % _logs.Length];
        }

        _model = SpectrumModel.Train(_training, Window, Rank) ?? _model;
    }
}
