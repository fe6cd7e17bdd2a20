namespace Dms.Predictive.Volatility;

/// <summary>The score whose surprise is judged: the observation itself, or its distance from what a singular-spectrum
/// model predicted.</summary>
internal sealed class RawScore
{
    private const double Largest = 1e150;
    private readonly SsaModel? _model;
    private readonly ErrorFunction _error;

    /// <summary>The observations themselves.</summary>
    public RawScore()
    {
    }

    /// <summary>Their distance from the predictions of a model.</summary>
    public RawScore(SsaModel model, ErrorFunction error) => (_model, _error) = (model, error);

    /// <summary>Trains the model that the package's detectors use: exact rank up to half a season, not stabilised, without
    /// noise means.</summary>
    public static RawScore Train(ReadOnlySpan<double> series, int trainingWindowSize, int seasonalityWindowSize, ErrorFunction error)
    {
        if (!Enum.IsDefined(error))
        {
            throw new ArgumentOutOfRangeException(nameof(error), error, "Expected one of the named error functions.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(seasonalityWindowSize, 2);
        return new RawScore(
            SsaModel.Train(series, new SsaOptions
            {
                WindowSize = seasonalityWindowSize,
                SeriesLength = seasonalityWindowSize + 1,
                TrainSize = trainingWindowSize,
                MaxRank = seasonalityWindowSize / 2,
                ShouldStabilize = false,
                AddNoiseMeans = false,
            }),
            error);
    }

    /// <summary>Score of the next observation; NaN for a missing one, which changes nothing.</summary>
    public double Append(double value)
    {
        if (_model is null || double.IsNaN(SeriesInput.Checked(value)))
        {
            return SeriesInput.Checked(value);
        }

        double predicted = _model.NextPrediction;
        _model.Append(value);
        double score = Distance(value, predicted);
        return double.IsNaN(score) ? Largest : Math.Clamp(score, -Largest, Largest);
    }

    public void Write(CheckpointWriter writer)
    {
        writer.Write(_model is not null);
        if (_model is not null)
        {
            writer.Write((int)_error);
            SsaCheckpoint.Write(writer, _model);
        }
    }

    public static RawScore Read(ref CheckpointReader reader)
    {
        if (!reader.Flag("isModelled"))
        {
            return new RawScore();
        }

        ErrorFunction error = (ErrorFunction)reader.Int(0, (int)ErrorFunction.SquaredDifference, "errorFunction");
        return new RawScore(SsaCheckpoint.Read(ref reader), error);
    }

    private double Distance(double observed, double predicted) => _error switch
    {
        ErrorFunction.SignedDifference => observed - predicted,
        ErrorFunction.AbsoluteDifference => Math.Abs(observed - predicted),
        ErrorFunction.SignedProportion => predicted == 0 ? 0 : (observed - predicted) / predicted,
        ErrorFunction.AbsoluteProportion => predicted == 0 ? 0 : Math.Abs((observed - predicted) / predicted),
        _ => (observed - predicted) * (observed - predicted),
    };
}
