using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Repair, stress, shrinkage, pairwise and exponentially weighted correlations.</summary>
public sealed class NearestCorrelationTests
{
    /// <summary>The first example of Higham (2002) and the one of four assets that library manuals reprint.</summary>
    [Fact]
    public void Of_PublishedExamples_GivesThePublishedMatrix()
    {
        CorrelationRepair three = NearestCorrelation.Of([1, 1, 0, 1, 1, 1, 0, 1, 1], 3);
        Near([1, 0.7607, 0.1573, 0.7607, 1, 0.7607, 0.1573, 0.7607, 1], three.Matrix, 5e-5);
        Assert.Equal(0.5278, three.Distance, 5e-5);
        Assert.True(three.IsDoubtful);

        CorrelationRepair four = NearestCorrelation.Of([2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2], 4);
        Near(
            [1, -0.8084, 0.1916, 0.1068, -0.8084, 1, -0.6562, 0.1916, 0.1916, -0.6562, 1, -0.8084, 0.1068, 0.1916, -0.8084, 1],
            four.Matrix, 5e-5);
        Assert.True(four.Residual < 1e-6 && four.Sweeps <= NearestCorrelation.MostSweeps, $"{four}");
    }

    /// <summary>Nothing near the result is nearer: moves to other correlation matrices only go away.</summary>
    [Fact]
    public void Of_RandomSymmetricMatrices_IsACorrelationMatrixAndTheNearest()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            int size = 2 + (seed % 7);
            SeededGenerator generator = new(seed);
            double[] input = Symmetric(generator, size);
            CorrelationRepair repair = NearestCorrelation.Of(input, size);
            IsValid(repair.Matrix);
            Assert.True(repair.Residual < 1e-3, $"seed {seed}: {repair}");
            for (int trial = 0; trial < 10; trial++)
            {
                CorrelationMatrix other = NearestCorrelation.Of(Symmetric(generator, size), size).Matrix;
                double[] moved = [.. repair.Matrix.Values.ToArray().Zip(other.Values.ToArray(), (a, b) => a + (0.01 * (b - a)))];
                Assert.True(Distance(input, moved) > repair.Distance - 1e-6, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Of_ACorrelationMatrix_ReturnsItUntouched()
    {
        double[] input = [1, 0.3, -0.2, 0.3, 1, 0.5, -0.2, 0.5, 1];
        CorrelationRepair repair = NearestCorrelation.Of(input, 3);
        Assert.Equal(input, repair.Matrix.Values.ToArray());
        Assert.Equal((0, 0.0, 0.0, false), (repair.Sweeps, repair.Residual, repair.Distance, repair.IsDoubtful));
    }

    [Fact]
    public void Of_SingularMatrixOfOnes_IsLiftedByTheFloorAlone()
    {
        CorrelationRepair repair = NearestCorrelation.Of([.. Enumerable.Repeat(1.0, 9)], 3);
        IsValid(repair.Matrix);
        Assert.InRange(repair.Distance, 1e-9, 1e-7);
        Assert.False(repair.IsDoubtful);
    }

    [Fact]
    public void Of_WrongInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => NearestCorrelation.Of([1, 0, 0], 2));
        Assert.Throws<ArgumentException>(() => NearestCorrelation.Of([1, 0.5, 0.4, 1], 2));
        Assert.Throws<ArgumentException>(() => NearestCorrelation.Of([1, double.NaN, double.NaN, 1], 2));
        CorrelationMatrix identity = CorrelationMatrix.Identity(2);
        Assert.Throws<ArgumentException>(() => identity.PortfolioVariance([1], [1, 1]));
        Assert.Throws<ArgumentException>(() => identity.PortfolioVariance([1, 1], [1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelationStress.Apply(identity, 1.1));
        Assert.Throws<ArgumentException>(() => CorrelationStress.Apply(identity, 0.5, [1, 2]));
    }

    [Fact]
    public void PortfolioVariance_AnyBook_IsNeverNegativeAndSumsTheSides()
    {
        CorrelationMatrix ones = NearestCorrelation.Of([.. Enumerable.Repeat(1.0, 16)], 4).Matrix;
        Assert.Equal(100, ones.PortfolioVariance([1, 2, 3, 4], [1, 1, 1, 1]), 1e-5);
        Assert.True(ones.PortfolioVariance([1, -1, 2, -2], [3, 3, 1, 1]) is >= 0 and < 1e-5);
        SeededGenerator generator = new(77);
        for (int trial = 0; trial < 200; trial++)
        {
            int size = 2 + (trial % 9);
            CorrelationMatrix matrix = NearestCorrelation.Of(Symmetric(generator, size), size).Matrix;
            double[] w = [.. Enumerable.Range(0, size).Select(_ => Simulated.Normal(generator))];
            double[] d = [.. Enumerable.Range(0, size).Select(_ => generator.NextUniform())];
            double variance = matrix.PortfolioVariance(w, d), gross = w.Zip(d, (x, y) => Math.Abs(x * y)).Sum();
            Assert.InRange(variance, 0, (gross * gross) + 1e-9);
        }
    }

    [Fact]
    public void Stress_FullWeight_MovesEveryPairAgainstTheBook()
    {
        CorrelationMatrix calm = NearestCorrelation.Of([1, 0.5, 0.3, 0.5, 1, 0.2, 0.3, 0.2, 1], 3).Matrix;
        double[] book = [1, -2, 1.5], deviations = [0.02, 0.01, 0.03];
        Assert.Equal(calm.Values.ToArray(), CorrelationStress.Apply(calm, 0).Matrix.Values.ToArray());
        double last = calm.PortfolioVariance(book, deviations);
        foreach (double weight in (double[])[0.25, 0.5, 1])
        {
            CorrelationRepair stressed = CorrelationStress.Apply(calm, weight, [1, -1, 1]);
            IsValid(stressed.Matrix);
            Assert.Equal(weight + ((1 - weight) * 0.3), stressed.Matrix[0, 2], 1e-7);
            Assert.Equal((0.5 * (1 - weight)) - weight, stressed.Matrix[0, 1], 1e-7);
            double variance = stressed.Matrix.PortfolioVariance(book, deviations);
            Assert.True(variance > last);
            last = variance;
        }

        Assert.Equal(Math.Pow(0.02 + 0.02 + 0.045, 2), last, 1e-8);
        Assert.Equal(0.75, CorrelationStress.Apply(calm, 0.5).Matrix[0, 1], 1e-12);
    }

    [Fact]
    public void Pairwise_SeriesOfDifferentLength_UseTheirCommonBars()
    {
        const int bars = 500;
        double[] z = Simulated.Normals(91, 3 * bars);
        double[] rows = new double[3 * bars];
        for (int t = 0; t < bars; t++)
        {
            rows[3 * t] = z[3 * t];
            rows[(3 * t) + 1] = t >= 200 ? (0.6 * z[3 * t]) + (0.8 * z[(3 * t) + 1]) : double.NaN;
            rows[(3 * t) + 2] = t < 399 ? z[(3 * t) + 2] : double.NaN;
        }

        PairwiseCorrelation pairs = PairwiseCorrelation.Of(rows, 3);
        Assert.Equal((300, 399, 199), (pairs.Overlap(0, 1), pairs.Overlap(0, 2), pairs.Overlap(2, 1)));
        Assert.Equal([(1, 2)], pairs.Unknown);
        double[] x = [.. Enumerable.Range(200, 300).Select(t => rows[3 * t])];
        double[] y = [.. Enumerable.Range(200, 300).Select(t => rows[(3 * t) + 1])];
        Assert.Equal(MathNet.Numerics.Statistics.Correlation.Pearson(x, y), pairs[0, 1], 1e-12);
        CorrelationRepair repair = pairs.Repair(0.9);
        IsValid(repair.Matrix);
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.Repair(double.NaN));
        Assert.Throws<ArgumentException>(() => PairwiseCorrelation.Of([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => PairwiseCorrelation.Of([1, double.PositiveInfinity], 2));
    }

    [Fact]
    public void Shrinkage_FewBarsManyAssets_IsNearerToTheTruthThanTheSample()
    {
        const int assets = 30, bars = 60, trials = 20;
        (double sample, double shrunk) = (0, 0);
        for (int trial = 0; trial < trials; trial++)
        {
            SeededGenerator generator = new(500 + trial);
            double[] rows = new double[assets * bars];
            for (int t = 0; t < bars; t++)
            {
                double common = Simulated.Normal(generator);
                for (int i = 0; i < assets; i++)
                {
                    double weight = 0.5 + (0.3 * i / assets);
                    rows[(t * assets) + i] = (weight * common) + (Math.Sqrt(1 - (weight * weight)) * Simulated.Normal(generator));
                }
            }

            ConstantCorrelationShrinkage result = ConstantCorrelationShrinkage.Of(rows, assets);
            Assert.InRange(result.Intensity, 0.1, 1);
            Matrix<double> data = Matrix<double>.Build.Dense(bars, assets, (t, i) => rows[(t * assets) + i]);
            for (int i = 0; i < assets; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double truth = (0.5 + (0.3 * i / assets)) * (0.5 + (0.3 * j / assets));
                    double own = MathNet.Numerics.Statistics.Correlation.Pearson(data.Column(i), data.Column(j));
                    sample += Math.Pow(own - truth, 2);
                    shrunk += Math.Pow(result.Matrix[i, j] - truth, 2);
                    Assert.Equal(((1 - result.Intensity) * own) + (result.Intensity * result.MeanCorrelation),
                        result.Matrix[i, j], 1e-6);
                }
            }
        }

        Assert.True(shrunk < 0.6 * sample, $"{shrunk} against {sample}");
    }

    [Fact]
    public void Shrinkage_ManyBarsOfUnequalCorrelations_LeavesTheSampleAlone()
    {
        double[] rows = Simulated.Normals(9, 3 * 20_000);
        for (int t = 0; t < rows.Length; t += 3)
        {
            rows[t + 1] = (0.9 * rows[t]) + (Math.Sqrt(0.19) * rows[t + 1]);
        }

        Assert.True(ConstantCorrelationShrinkage.Of(rows, 3).Intensity < 0.01);
    }

    [Fact]
    public void Ewma_AnyReturns_EqualsItsDefinitionAndFollowsTheRegime()
    {
        double[] z = Simulated.Normals(61, 2 * 900);
        EwmaCovariance ewma = new(2);
        double expected = 0;
        for (int t = 0; t < 900; t++)
        {
            double r = t < 450 ? 0.8 : -0.5;
            double[] row = [z[2 * t], (r * z[2 * t]) + (Math.Sqrt(1 - (r * r)) * z[(2 * t) + 1])];
            ewma.Append(row);
            expected = t == 0 ? row[0] * row[1] : (0.94 * expected) + (0.06 * row[0] * row[1]);
            Assert.Equal(expected, ewma.Covariances[1], 1e-12);
            Assert.Equal(ewma.Covariances[1], ewma.Covariances[2]);
            if (t is 449 or 899)
            {
                CorrelationMatrix matrix = ewma.Correlation(0).Matrix;
                IsValid(matrix);
                Assert.Equal(r, matrix[0, 1], 0.3);
            }
        }
    }

    [Fact]
    public void Ewma_MissingReturns_KeepAPairUnknownUntilItHasEnough()
    {
        EwmaCovariance ewma = new(2);
        double[] z = Simulated.Normals(62, 2 * 600);
        for (int t = 0; t < 600; t++)
        {
            ewma.Append([z[2 * t], t % 3 == 0 ? z[2 * t] : double.NaN]);
            bool known = (t / 3) + 1 >= 200;
            Assert.Equal(known ? 1 : 0.25, ewma.Correlation(0.25).Matrix[0, 1], known ? 0.5 : 0);
        }

        Assert.Equal((600, 200), (ewma.Overlap(0, 0), ewma.Overlap(0, 1)));
    }

    internal static void IsValid(CorrelationMatrix matrix)
    {
        int n = matrix.Size;
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(1.0, matrix[i, i]);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(matrix[j, i], matrix[i, j]);
                Assert.InRange(matrix[i, j], -1, 1);
            }
        }

        double[] values = matrix.Values.ToArray();
        double least = Matrix<double>.Build.Dense(n, n, (i, j) => values[(i * n) + j])
            .Evd(Symmetricity.Symmetric).EigenValues.Min(e => e.Real);
        Assert.True(least > -1e-12, $"smallest eigenvalue {least}");
    }

    private static double[] Symmetric(SeededGenerator generator, int size)
    {
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            values[(i * size) + i] = 1;
            for (int j = 0; j < i; j++)
            {
                values[(i * size) + j] = values[(j * size) + i] = (2 * generator.NextUniform()) - 1;
            }
        }

        return values;
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static void Near(double[] expected, CorrelationMatrix actual, double tolerance)
    {
        IsValid(actual);
        double[] values = actual.Values.ToArray();
        Assert.All(expected.Zip(values), p => Assert.Equal(p.First, p.Second, tolerance));
    }
}
