namespace Dms.Predictive.Learning;

/// <summary>One input of a head.</summary>
/// <param name="Name">Name that attributions show.</param>
/// <param name="Coefficient">Log odds per unit of the input.</param>
/// <param name="Mean">Mean of the training rows: stands in where the input is missing, and attributions refer to
/// it.</param>
public sealed record HeadInput(string Name, double Coefficient, double Mean);

/// <summary>A probability from a few named inputs: linear log odds, then a monotone calibration. Its attribution is
/// exact, because the log odds are a sum.</summary>
public sealed record LogitHead
{
    /// <summary>Takes a fitted head.</summary>
    /// <param name="inputs">Inputs in order, at least one, coefficients and means finite.</param>
    /// <param name="offset">Log odds where every input is 0.</param>
    /// <param name="map">Turns log odds into the probability.</param>
    /// <exception cref="ArgumentException">There is no input, or a number is not finite.</exception>
    public LogitHead(IReadOnlyList<HeadInput> inputs, double offset, ICalibrationMap map)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(map);
        bool finite = double.IsFinite(offset)
            && inputs.All(i => double.IsFinite(i.Coefficient) && double.IsFinite(i.Mean));
        (Inputs, Offset, Map) = inputs.Count > 0 && finite
            ? (inputs, offset, map)
            : throw new ArgumentException(
                $"Found {inputs.Count} inputs and offset {offset}; expected at least one input and finite numbers.",
                nameof(inputs));
    }

    /// <summary>Inputs in order.</summary>
    public IReadOnlyList<HeadInput> Inputs { get; }

    /// <summary>Log odds where every input is 0.</summary>
    public double Offset { get; }

    /// <summary>Calibration of the log odds.</summary>
    public ICalibrationMap Map { get; }

    /// <summary>Log odds where every input has its training mean: what contributions are added to.</summary>
    public double BaseLogit
    {
        get
        {
            double sum = Offset;
            foreach (HeadInput input in Inputs)
            {
                sum += input.Coefficient * input.Mean;
            }

            return sum;
        }
    }

    /// <summary>Log odds before calibration: the base plus the contributions, in order.</summary>
    /// <param name="values">One value per input; NaN = missing, counts as its mean.</param>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public double Logit(ReadOnlySpan<double> values)
    {
        RefuseLength(values.Length, nameof(values));
        double sum = BaseLogit;
        for (int i = 0; i < values.Length; i++)
        {
            sum += ContributionOf(i, values[i]);
        }

        return sum;
    }

    /// <summary>Calibrated probability, in [0, 1].</summary>
    /// <param name="values">One value per input; NaN = missing, counts as its mean.</param>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public double Probability(ReadOnlySpan<double> values) => Map.Apply(Logit(values));

    /// <summary>Splits the log odds: base + Σ contributions is <see cref="Logit"/>, bit for bit when added in
    /// order.</summary>
    /// <param name="values">One value per input; NaN = missing, contributes 0.</param>
    /// <param name="contributions">Receives one contribution per input, in log odds.</param>
    /// <exception cref="ArgumentException">The number of values or of contributions is another.</exception>
    public void Attribute(ReadOnlySpan<double> values, Span<double> contributions)
    {
        RefuseLength(values.Length, nameof(values));
        RefuseLength(contributions.Length, nameof(contributions));
        for (int i = 0; i < values.Length; i++)
        {
            contributions[i] = ContributionOf(i, values[i]);
        }
    }

    private double ContributionOf(int input, double value) =>
        double.IsNaN(value) ? 0 : Inputs[input].Coefficient * (value - Inputs[input].Mean);

    private void RefuseLength(int length, string name)
    {
        if (length != Inputs.Count)
        {
            throw new ArgumentException($"Found {length} values for {Inputs.Count} inputs.", name);
        }
    }
}
