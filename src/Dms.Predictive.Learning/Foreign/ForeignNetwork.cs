using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Learning;

/// <summary>
/// A network that was trained elsewhere and handed over as an ONNX file: inspected, held to its contract, tried on its
/// golden rows, then served as a member of the blend like any other.
/// </summary>
/// <remarks>Rows go in as float32. A row with a missing or infinite value, and a score that is not finite, give NaN:
/// the blend then treats the member as missing. Calls from several threads wait for each other.</remarks>
public sealed class ForeignNetwork : IRowModel, IDisposable
{
    private const int FewestGoldenRows = 8;

    private readonly Lock _gate = new();
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly float[] _row;
    private readonly float[] _score = new float[1];
    private readonly OrtValue[] _rowValue;
    private readonly OrtValue[] _scoreValue;
    private readonly long[] _inputShape;
    private readonly long[] _outputShape;
    private readonly bool _takesManyRows;

    private ForeignNetwork(InferenceSession session, ForeignContract contract, long[] inputShape, long[] outputShape)
    {
        (_session, _inputs, _outputs) = (session, [contract.Input], [contract.Output]);
        (_inputShape, _outputShape) = (inputShape, outputShape);
        _takesManyRows = session.InputMetadata[contract.Input].Dimensions[0] < 0 && session.OutputMetadata[contract.Output].Dimensions[0] < 0;
        _row = new float[contract.RowLength];
        _rowValue = [OrtValue.CreateTensorValueFromMemory(_row, inputShape)];
        _scoreValue = [OrtValue.CreateTensorValueFromMemory(_score, outputShape)];
    }

    /// <summary>Values of a row: steps times columns, oldest step first.</summary>
    public int RowLength => _row.Length;

    /// <summary>Inspects, loads and tries a network.</summary>
    /// <param name="model">The bytes of the file; never a path. At most 64 MiB.</param>
    /// <param name="contract">What goes in and out, and golden rows.</param>
    /// <exception cref="ArgumentException">The contract itself is impossible.</exception>
    /// <exception cref="InputRefusedException"><c>onnx-…</c>: the file is not what may be served, or its input or
    /// output is not the contract's; <c>golden-mismatch</c>: it scores a golden row differently.</exception>
    public static ForeignNetwork Load(ReadOnlySpan<byte> model, ForeignContract contract)
    {
        RefuseContract(contract);
        OnnxOperators.Refuse(model, OnnxOperators.OfNetworks);
        InferenceSession session = OnnxSession.Open(model.ToArray());
        ForeignNetwork? network = null;
        try
        {
            network = new ForeignNetwork(
                session, contract, ForeignSignature.Input(session, contract), ForeignSignature.Output(session, contract));
            network.RefuseOtherScores(contract);
            return network;
        }
        catch
        {
            network?.Dispose();
            session.Dispose();
            throw;
        }
    }

    /// <summary>Scores one row.</summary>
    /// <param name="row">Steps one after the other, oldest first; <see cref="RowLength"/> values.</param>
    /// <returns>The network's output, or NaN when the row misses a value or the output is not finite.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        if (row.Length != _row.Length)
        {
            throw new ArgumentException($"Found {row.Length} values; the network wants {_row.Length}.", nameof(row));
        }

        lock (_gate)
        {
            for (int i = 0; i < row.Length; i++)
            {
                _row[i] = (float)row[i];
                if (!float.IsFinite(_row[i]))
                {
                    return double.NaN;
                }
            }

            _session.Run(_run, _inputs, _rowValue, _outputs, _scoreValue);
            return float.IsFinite(_score[0]) ? _score[0] : double.NaN;
        }
    }

    /// <summary>Scores many rows, in one run where the graph leaves the number of rows free.</summary>
    /// <param name="rows">Rows one after the other, <see cref="RowLength"/> values each.</param>
    /// <param name="scores">Receives one score per row, NaN as <see cref="Score"/> says. A run of many rows may differ from
    /// single ones in the last bits of float32.</param>
    /// <exception cref="ArgumentException">The spans are not of the same number of rows.</exception>
    public void ScoreRows(ReadOnlySpan<double> rows, Span<double> scores)
    {
        if (rows.Length != scores.Length * _row.Length)
        {
            throw new ArgumentException($"Found {rows.Length} values for {scores.Length} rows of {_row.Length}.", nameof(rows));
        }

        if (!_takesManyRows || scores.Length < 2)
        {
            for (int r = 0; r < scores.Length; r++)
            {
                scores[r] = Score(rows.Slice(r * _row.Length, _row.Length));
            }

            return;
        }

        float[] values = new float[rows.Length], found = new float[scores.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)rows[i];
        }

        Run(values, found);
        for (int r = 0; r < scores.Length; r++)
        {
            bool isWhole = values.AsSpan(r * _row.Length, _row.Length).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) < 0;
            scores[r] = isWhole && float.IsFinite(found[r]) ? found[r] : double.NaN;
        }
    }

    private void Run(float[] values, float[] scores)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(values, [scores.Length, .. _inputShape[1..]]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(scores, [scores.Length, .. _outputShape[1..]]);
        lock (_gate)
        {
            _session.Run(_run, _inputs, [input], _outputs, [output]);
        }
    }

    /// <summary>Frees the native session.</summary>
    public void Dispose()
    {
        _rowValue[0].Dispose();
        _scoreValue[0].Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private void RefuseOtherScores(ForeignContract contract)
    {
        for (int i = 0; i < contract.GoldenRows.Count; i++)
        {
            double expected = contract.GoldenScores[i];
            double found;
            try
            {
                found = Score(contract.GoldenRows[i]);
            }
            catch (OnnxRuntimeException e)
            {
                throw new InputRefusedException(
                    "onnx-io", $"The network fails on golden row {i}: {e.Message.Split('\n')[0]}", "model.onnx", e);
            }

            if (!(Math.Abs(found - expected) <= contract.Tolerance * Math.Max(1.0, Math.Abs(expected))))
            {
                throw new InputRefusedException(
                    "golden-mismatch",
                    $"Golden row {i} must score {expected:R}; the network gives {found:R}. Check the order of columns and "
                    + "steps, and that the scores come from this very file.",
                    "model.onnx");
            }
        }
    }

    private static void RefuseContract(ForeignContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        bool sized = contract.Columns is >= 1 and <= 4_096 && contract.Steps is >= 1 and <= 4_096
            && (long)contract.Columns * contract.Steps <= ForeignContract.MostValues;
        bool golden = contract.GoldenRows.Count >= FewestGoldenRows && contract.GoldenRows.Count == contract.GoldenScores.Count
            && contract.GoldenScores.All(double.IsFinite);
        if (!sized || !golden || !(contract.Tolerance is > 0 and <= 1e-3))
        {
            throw new ArgumentException(
                $"Expected 1 … 4,096 columns and steps, at most {ForeignContract.MostValues} values, at least "
                + $"{FewestGoldenRows} golden rows with finite scores, and a tolerance in (0, 1e-3].", nameof(contract));
        }
    }
}
