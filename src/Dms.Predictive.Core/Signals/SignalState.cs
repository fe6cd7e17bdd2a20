namespace Dms.Predictive.Core;

/// <summary>The newest L − 1 values of a series as its signal subspace sees them. One writer.</summary>
/// <remarks>Each observation closes a window of L, which is projected on the subspace; values that several windows hold
/// are means over them, so the state is the end of the reconstructed signal. Golyandina and Korobeynikov (2014),
/// arXiv 1206.6910. O(L·r) per observation, no allocation.</remarks>
public sealed class SignalState
{
    private readonly double[] _basis;
    private readonly double[] _values;
    private readonly double[] _window;
    private readonly double[] _projected;

    /// <summary>Starts with zeros.</summary>
    /// <param name="basis">Orthonormal vectors of length L, one after another; followed when they move.</param>
    /// <param name="windowSize">L ≥ 2.</param>
    /// <exception cref="ArgumentException">The basis does not hold whole vectors.</exception>
    public SignalState(double[] basis, int windowSize)
    {
        ArgumentNullException.ThrowIfNull(basis);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 2);
        if (basis.Length == 0 || basis.Length % windowSize != 0)
        {
            throw new ArgumentException($"Found {basis.Length} numbers, expected whole vectors of {windowSize}.", nameof(basis));
        }

        _basis = basis;
        (_values, _window, _projected) = (new double[windowSize - 1], new double[windowSize], new double[windowSize]);
    }

    /// <summary>The smoothed values, oldest first, length L − 1.</summary>
    public Span<double> Values => _values;

    /// <summary>The last L observations, oldest first.</summary>
    public Span<double> Window => _window;

    /// <summary>Takes the state at the end of a series.</summary>
    /// <param name="series">At least 2·(L − 1) observations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The series is shorter.</exception>
    public void Start(ReadOnlySpan<double> series)
    {
        // The oldest value is a mean over L − 1 windows.
        for (int end = series.Length - _values.Length + 1; end <= series.Length; end++)
        {
            series[(end - _window.Length)..end].CopyTo(_window);
            Smooth();
        }
    }

    /// <summary>Moves the window on by one observation; <see cref="Smooth"/> follows.</summary>
    public void Shift(double value)
    {
        _window.AsSpan(1).CopyTo(_window);
        _window[^1] = value;
    }

    /// <summary>Projects the window and averages along the diagonals.</summary>
    public void Smooth()
    {
        _projected.AsSpan().Clear();
        for (int at = 0; at < _basis.Length; at += _window.Length)
        {
            ReadOnlySpan<double> vector = _basis.AsSpan(at, _window.Length);
            VectorSums.AddScaled(VectorSums.Dot(vector, _window), vector, _projected);
        }

        for (int i = 0; i < _values.Length - 1; i++)
        {
            double older = _values.Length - 1 - i;
            _values[i] = ((older * _values[i + 1]) + _projected[i + 1]) / (older + 1);
        }

        _values[^1] = _projected[^1];
    }
}
