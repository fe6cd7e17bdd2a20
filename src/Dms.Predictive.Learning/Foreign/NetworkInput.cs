using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One value that a network reads.</summary>
/// <param name="Feature">Column of the scorer's row.</param>
/// <param name="Offset">Subtracted first.</param>
/// <param name="Scale">Multiplied then.</param>
/// <param name="Missing">What stands for a missing value, before offset and scale; null = the network has no answer then.</param>
public sealed record NetworkInput(string Feature, double Offset = 0, double Scale = 1, double? Missing = null);

/// <summary>
/// A network that was trained elsewhere as a member of a blend: it picks its inputs from the scorer's row by name, in its own
/// order, scales them and answers. A sequence network reads named features as its steps, such as the windows of realized
/// variance from the longest to the shortest.
/// </summary>
public sealed class NetworkModel : IRowModel, IDisposable
{
    /// <summary>Largest file, bytes: a member travels inside the bundle's own documents.</summary>
    public const int LargestFile = 4 << 20;

    private readonly ForeignNetwork _network;
    private readonly int[] _columns;

    /// <summary>Loads, inspects and tries the network.</summary>
    /// <param name="featureNames">Columns of the scorer's row.</param>
    /// <param name="inputs">What it reads: steps one after the other, oldest first.</param>
    /// <param name="file">The ONNX file's bytes, at most 4 MiB.</param>
    /// <param name="contract">Shape, names and golden rows of scaled inputs.</param>
    /// <exception cref="InputRefusedException">The file, the contract or an input is not allowed; <c>network-input</c> names the input.</exception>
    public NetworkModel(IReadOnlyList<string> featureNames, IReadOnlyList<NetworkInput> inputs, ReadOnlyMemory<byte> file, ForeignContract contract)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(contract);
        if (file.Length > LargestFile)
        {
            throw new InputRefusedException("onnx-size", $"Found {file.Length:N0} bytes; a network member may have {LargestFile:N0}.", "network");
        }

        List<string> names = [.. featureNames];
        _columns = [.. inputs.Select(i => names.IndexOf(i.Feature))];
        int unknown = Array.IndexOf(_columns, -1);
        if (unknown >= 0)
        {
            throw new InputRefusedException(
                "network-input", $"There is no feature '{inputs[unknown].Feature}' in the row; see docs/reference/features.md and ln_har, ln_garch, ln_ewma.", $"network.inputs[{unknown}]");
        }

        bool isScaled = inputs.All(i => double.IsFinite(i.Offset) && double.IsFinite(i.Scale) && i.Scale != 0 && double.IsFinite(i.Missing ?? 0));
        if (inputs.Count != (long)contract.Columns * contract.Steps || !isScaled)
        {
            throw new InputRefusedException(
                "network-input", $"Found {inputs.Count} inputs for {contract.Steps} steps of {contract.Columns}; expected one each, with finite offset and a finite scale that is not 0.", "network.inputs");
        }

        (FeatureNames, Inputs, File, Contract) = (featureNames, inputs, file, contract);
        try
        {
            _network = ForeignNetwork.Load(file.Span, contract);
        }
        catch (ArgumentException e)
        {
            throw new InputRefusedException("network-contract", e.Message, "network", e);
        }
    }

    /// <summary>Columns of the scorer's row.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<NetworkInput> Inputs { get; }

    /// <summary>The ONNX file.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <summary>Shape, names and golden rows.</summary>
    public ForeignContract Contract { get; }

    /// <summary>Scores a row.</summary>
    /// <param name="row">One value per column; NaN is missing.</param>
    /// <returns>The network's output; NaN when it has none, which makes the member missing.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        if (row.Length != FeatureNames.Count)
        {
            throw new ArgumentException($"Found {row.Length} values; the model has {FeatureNames.Count} columns.", nameof(row));
        }

        double[] scaled = new double[_columns.Length];
        Scale(row, scaled);
        return _network.Score(scaled);
    }

    /// <summary>Scores many rows, in one run where the network can; last bits may differ from single rows.</summary>
    /// <param name="rows">Rows one after the other, one value per column each; NaN is missing.</param>
    /// <param name="scores">Receives one score per row; NaN when the network has none.</param>
    /// <exception cref="ArgumentException">The spans are not of the same number of rows.</exception>
    public void ScoreRows(ReadOnlySpan<double> rows, Span<double> scores)
    {
        if (rows.Length != scores.Length * FeatureNames.Count)
        {
            throw new ArgumentException($"Found {rows.Length} values for {scores.Length} rows of {FeatureNames.Count}.", nameof(rows));
        }

        double[] scaled = new double[scores.Length * _columns.Length];
        for (int r = 0; r < scores.Length; r++)
        {
            Scale(rows.Slice(r * FeatureNames.Count, FeatureNames.Count), scaled.AsSpan(r * _columns.Length, _columns.Length));
        }

        _network.ScoreRows(scaled, scores);
    }

    private void Scale(ReadOnlySpan<double> row, Span<double> scaled)
    {
        for (int i = 0; i < scaled.Length; i++)
        {
            NetworkInput input = Inputs[i];
            double value = double.IsNaN(row[_columns[i]]) ? input.Missing ?? double.NaN : row[_columns[i]];
            scaled[i] = (value - input.Offset) * input.Scale;
        }
    }

    /// <summary>Frees the native session.</summary>
    public void Dispose() => _network.Dispose();
}
