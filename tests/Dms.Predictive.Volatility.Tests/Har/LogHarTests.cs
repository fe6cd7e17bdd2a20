using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility.Tests;

public class LogHarTests
{
    [Fact]
    public void Fit_ExactLine_RecoversIt()
    {
        (double[] design, _) = Rows(500, 4);
        double[] target = [.. Enumerable.Range(0, 500).Select(t => 0.7 + Line(design, t, 4))];
        LogHarModel model = LogHar.Fit(design, 4, target);
        Assert.Equal(0.7, model.Intercept, 1e-12);
        Assert.All(model.Coefficients.Select((c, j) => c - (j + 1)), d => Assert.Equal(0, d, 1e-12));
        Assert.Empty(model.DroppedColumns);
        Assert.Equal(0, model.ResidualDeviation, 1e-10);
    }

    [Fact]
    public void Fit_NoisyRows_EqualsIndependentQr()
    {
        (double[] design, double[] target) = Rows(777, 5);
        LogHarModel model = LogHar.Fit(design, 5, target);
        Matrix<double> x = Matrix<double>.Build.Dense(777, 6, (t, j) => j == 0 ? 1 : design[(t * 5) + j - 1]);
        Vector<double> expected = x.QR().Solve(Vector<double>.Build.Dense(target));
        Assert.Equal(expected[0], model.Intercept, 1e-12);
        Assert.All(model.Coefficients.Select((c, j) => c - expected[j + 1]), d => Assert.Equal(0, d, 1e-12));
    }

    [Fact]
    public void Fit_SingleAndDoublePrecisionRows_AgreeWhenTheNumbersDo()
    {
        (double[] design, double[] target) = Rows(300, 3);
        float[] single = [.. design.Select(x => (float)x)];
        LogHarModel a = LogHar.Fit(single, 3, target);
        LogHarModel b = LogHar.Fit([.. single.Select(x => (double)x)], 3, target);
        Assert.Equal(a.Coefficients, b.Coefficients);
        ReadOnlySpan<float> row = single.AsSpan(0, 3);
        Assert.Equal(a.PredictLog(row), b.PredictLog([row[0], row[1], row[2]]));
    }

    [Fact]
    public void Fit_NearlyCollinearRows_KeepsMoreDigitsThanNormalEquationsCould()
    {
        (double[] design, _) = Rows(1000, 2);
        for (int t = 0; t < 1000; t++)
        {
            design[(t * 2) + 1] = design[t * 2] + (1e-6 * design[(t * 2) + 1]);
        }

        double[] target = [.. Enumerable.Range(0, 1000).Select(t => Line(design, t, 2))];
        LogHarModel model = LogHar.Fit(design, 2, target);
        Assert.Equal(1, model.Coefficients[0], 1e-7);
        Assert.Equal(2, model.Coefficients[1], 1e-7);
    }

    [Fact]
    public void Fit_ConstantAndDependentColumns_DropsAndReportsThem()
    {
        (double[] narrow, double[] target) = Rows(400, 2);
        double[] design = [.. Enumerable.Range(0, 400).SelectMany(t =>
            (double[])[narrow[t * 2], 3.3, narrow[(t * 2) + 1], (2 * narrow[t * 2]) - narrow[(t * 2) + 1] + 1])];
        LogHarModel model = LogHar.Fit(design, 4, target);
        LogHarModel reference = LogHar.Fit(narrow, 2, target);
        Assert.Equal([1, 3], model.DroppedColumns);
        Assert.Equal(0, model.Coefficients[1]);
        Assert.Equal(0, model.Coefficients[3]);
        Assert.Equal(reference.Coefficients[0], model.Coefficients[0], 1e-10);
        Assert.Equal(reference.Coefficients[1], model.Coefficients[2], 1e-10);
    }

    [Fact]
    public void PredictLog_OutsideTheTrainingRange_IsClipped()
    {
        (double[] design, double[] target) = Rows(200, 2);
        LogHarModel model = LogHar.Fit(design, 2, target);
        Assert.Equal(target.Max(), model.PredictLog([1e6, 1e6]));
        Assert.Equal(target.Min(), model.PredictLog([-1e6, -1e6]));
        Assert.Equal(1.5 * Math.Exp(model.PredictLog([0.1, 0.2])), model.WithScale(1.5).Predict([0.1, 0.2]));
        Assert.True(double.IsNaN(model.PredictLog([double.NaN, 0])));
    }

    [Fact]
    public void Fit_BadRows_RefusedWithTheirPlace()
    {
        (double[] design, double[] target) = Rows(50, 2);
        design[(17 * 2) + 1] = double.NaN;
        string message = Assert.Throws<ArgumentException>(() => LogHar.Fit(design, 2, target)).Message;
        Assert.Contains("Row 17, column 1", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LogHar.Fit(new double[6], 2, new double[3]));
    }

    [Fact]
    public void QlikeScale_OfForecasts_MinimisesQlike()
    {
        double[] realized = [1, 2, 3.5], forecast = [2, 1.5, 3];
        double scale = QlikeScale.Of(realized, forecast);
        double Loss(double c) => realized.Zip(forecast, (y, f) => (y / (c * f)) + Math.Log(c * f)).Sum();
        Assert.Equal(((1 / 2.0) + (2 / 1.5) + (3.5 / 3)) / 3, scale, 15);
        Assert.True(Loss(scale) < Loss(scale * 1.001) && Loss(scale) < Loss(scale * 0.999));
    }

    private static double Line(double[] design, int row, int columns) =>
        Enumerable.Range(0, columns).Sum(j => (j + 1) * design[(row * columns) + j]);

    private static (double[] Design, double[] Target) Rows(int rows, int columns)
    {
        SeededGenerator generator = new(rows + columns);
        double[] design = [.. Enumerable.Range(0, rows * columns).Select(_ => Simulated.Normal(generator))];
        double Noisy(int t) => Line(design, t, columns) + Simulated.Normal(generator);
        double[] target = [.. Enumerable.Range(0, rows).Select(Noisy)];
        return (design, target);
    }
}
