using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;

namespace Dms.Predictive.Learning;

/// <summary>
/// Scores rows with ONNX Runtime, from bytes that were verified before. Sequential, one thread, no spinning.
/// One instance serves one thread at a time.
/// </summary>
/// <remarks>Rows go in as float32 and scores come out as float32. A single row allocates nothing of its own.</remarks>
public sealed class OnnxScorer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputNames;
    private readonly float[] _row;
    private readonly float[][] _scores;
    private readonly OrtValue[] _rowValue;
    private readonly OrtValue[] _scoreValues;

    /// <summary>Loads a model with input <c>features</c> float [rows, F] and outputs float [rows, 1].</summary>
    /// <param name="model">The bytes of the model file; never a path.</param>
    /// <exception cref="InputRefusedException">
    /// <c>onnx-malformed</c>: the runtime cannot read it; <c>onnx-io</c>: other inputs or outputs.
    /// </exception>
    public OnnxScorer(ReadOnlySpan<byte> model)
    {
        _session = OnnxSession.Open(model.ToArray());
        try
        {
            Columns = OnnxSignature.Columns(_session);
            OutputNames = [.. _session.OutputNames];
        }
        catch
        {
            _session.Dispose();
            _run.Dispose();
            throw;
        }

        _inputNames = [OnnxSignature.InputName];
        _row = new float[Columns];
        _scores = [.. OutputNames.Select(_ => new float[1])];
        _rowValue = [OrtValue.CreateTensorValueFromMemory(_row, [1, Columns])];
        _scoreValues = [.. _scores.Select(s => OrtValue.CreateTensorValueFromMemory(s, [1, 1]))];
    }

    /// <summary>Name and version of the runtime that scores.</summary>
    public static string RuntimeVersion => "ONNX Runtime " + OrtEnv.Instance().GetVersionString();

    /// <summary>Number of features in a row.</summary>
    public int Columns { get; }

    /// <summary>Outputs in the order of the scores.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Scores one row.</summary>
    /// <param name="row">One value per feature, NaN = missing; rounded to float32 here.</param>
    /// <param name="scores">Receives one score per output.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        RefuseLength(row.Length, Columns, nameof(row));
        RefuseLength(scores.Length, _scores.Length, nameof(scores));
        for (int i = 0; i < row.Length; i++)
        {
            _row[i] = (float)row[i];
        }

        _session.Run(_run, _inputNames, _rowValue, OutputNames, _scoreValues);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = _scores[i][0];
        }
    }

    /// <summary>Scores many rows at once.</summary>
    /// <param name="rowMajor">Row after row; NaN is missing.</param>
    /// <returns>One array of scores per output, one score per row.</returns>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public IReadOnlyList<float[]> ScoreBatch(float[] rowMajor)
    {
        ArgumentNullException.ThrowIfNull(rowMajor);
        int rows = rowMajor.Length / Columns;
        RefuseLength(rowMajor.Length, rows * Columns, nameof(rowMajor));
        float[][] scores = [.. OutputNames.Select(_ => new float[rows])];
        if (rows == 0)
        {
            return scores;
        }

        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rowMajor, [rows, Columns]);
        OrtValue[] outputs = [.. scores.Select(s => OrtValue.CreateTensorValueFromMemory(s, [rows, 1]))];
        try
        {
            _session.Run(_run, _inputNames, [input], OutputNames, outputs);
        }
        finally
        {
            Array.ForEach(outputs, o => o.Dispose());
        }

        return scores;
    }

    /// <summary>Frees the native session.</summary>
    public void Dispose()
    {
        Array.ForEach(_scoreValues, v => v.Dispose());
        _rowValue[0].Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static void RefuseLength(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Found {found} values; expected {expected}.", name);
        }
    }
}
