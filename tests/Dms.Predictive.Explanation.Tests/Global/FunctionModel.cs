using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Global;

/// <summary>A score that is a formula.</summary>
internal sealed class FunctionModel(Func<double[], double> score) : IRowModel
{
    public double Score(ReadOnlySpan<double> row) => score([.. row]);
}

/// <summary>Parts that are the features themselves, so that every figure is known.</summary>
internal sealed class SumAttributor(int features, double breachAt = double.NaN) : IAttributor
{
    public string Mode => "path";

    public IReadOnlyList<string> FeatureNames { get; } = [.. Enumerable.Range(0, features).Select(i => $"f{i}")];

    public double ExpectedValue => 1;

    public double Attribute(ReadOnlySpan<double> row, Span<double> phi)
    {
        if (row[0] == breachAt)
        {
            AdditivityBreachException.ThrowIfApart(1, 2);
        }

        row.CopyTo(phi);
        double score = ExpectedValue;
        foreach (double x in row)
        {
            score += x;
        }

        return score;
    }

    public void AttributeRows(ReadOnlySpan<double> rows, Span<double> phi, Span<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Attribute(rows.Slice(i * features, features), phi.Slice(i * features, features));
        }
    }

    public void Interactions(ReadOnlySpan<double> row, Span<double> matrix)
    {
        matrix.Clear();
        for (int i = 0; i < row.Length; i++)
        {
            matrix[(i * row.Length) + i] = row[i];
        }
    }
}
