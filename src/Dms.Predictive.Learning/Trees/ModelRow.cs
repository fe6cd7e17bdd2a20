namespace Dms.Predictive.Learning;

/// <summary>Brings feature values into the precision in which the deployed model compares them.</summary>
public static class ModelRow
{
    /// <summary>Rounds every value to float32 and back, as ML.NET and ONNX Runtime do; NaN stays NaN.</summary>
    public static void RoundToFloat(Span<double> row)
    {
        foreach (ref double x in row)
        {
            x = (float)x;
        }
    }
}
