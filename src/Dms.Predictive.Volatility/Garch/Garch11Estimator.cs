namespace Dms.Predictive.Volatility;

/// <summary>Fits GARCH(1,1): standardise, search, judge, map back.</summary>
internal static class Garch11Estimator
{
    private const double FirstOrder = 1e-5;

    public static GarchFit Fit(ReadOnlySpan<double> returns, GarchFitOptions options)
    {
        StandardizedReturns standardized = StandardizedReturns.From(returns, options.Mean);
        if (standardized.Fault is not null)
        {
            return Unfitted(returns, options, standardized, GarchStatus.DegenerateData, standardized.Fault);
        }

        Garch11Objective objective = new(standardized.Values, options);
        Garch11Search search = new(objective);
        NewtonEnd? end = search.Run(standardized, options.Mean);
        if (end is null || !double.IsFinite(end.Value))
        {
            return Unfitted(returns, options, standardized, GarchStatus.NonFiniteLikelihood,
                "No start had a finite likelihood.");
        }

        (GarchStatus status, string? message) = Judge(end);
        Garch11Parameters parameters = Map(objective.Whole(end.Theta), standardized);
        bool integrated = end.Active.Any(c => c.Name == "persistence");
        parameters = integrated ? parameters with { Beta = 1 - parameters.Alpha } : parameters;
        double presample = PresampleOf(returns, options, parameters.Mu);
        double start = parameters.Omega + (parameters.Persistence * presample);
        double logScale = returns.Length * Math.Log(standardized.Scale);
        GarchStandardErrors? errors =
            options.StandardErrors ? Garch11Covariance.Of(objective, end, standardized.Scale) : null;
        return new GarchFit
        {
            Status = status,
            Message = message,
            Options = options,
            Count = returns.Length,
            Parameters = parameters,
            LogLikelihood = end.Value - logScale,
            ActiveConstraints = [.. end.Active.Select(c => c.Name)],
            PresampleVariance = presample,
            StartVariance = start,
            NextVariance = LastVariance(returns, parameters, start),
            StandardErrors = errors,
            GradientNorm = end.GradientNorm,
            Iterations = search.Iterations,
            Evaluations = objective.Passes,
            StartsTried = [.. search.Tried.Select(s => Describe(s, objective, standardized, logScale))],
        };
    }

    private static (GarchStatus Status, string? Message) Judge(NewtonEnd end) => end.Outcome switch
    {
        NewtonOutcome.FirstOrder when end.GradientNorm <= FirstOrder => (GarchStatus.Converged, null),
        NewtonOutcome.Singular => (GarchStatus.FlatDirection,
            "The likelihood is flat along a direction of omega, alpha and beta: they are not identified one by one."),
        NewtonOutcome.IterationLimit => (GarchStatus.IterationLimit, "The iterations ran out."),
        _ => (GarchStatus.LineSearchFailed,
            $"No step gained; the gradient norm is {end.GradientNorm:G3}, allowed is 1e-5."),
    };

    private static Garch11Parameters Map(ReadOnlySpan<double> theta, StandardizedReturns s) =>
        new(s.Shift + (s.Scale * theta[0]), s.Scale * s.Scale * theta[1], theta[2], theta[3]);

    private static GarchStartTried Describe(
        (double[] Begin, NewtonEnd? End, double Value) tried,
        Garch11Objective objective,
        StandardizedReturns s,
        double logScale)
    {
        Garch11Parameters begin = Map(objective.Whole(tried.Begin), s);
        Garch11Parameters end = tried.End is null ? begin : Map(objective.Whole(tried.End.Theta), s);
        return new(begin, end, tried.Value - logScale, tried.End is not null);
    }

    private static double PresampleOf(ReadOnlySpan<double> returns, GarchFitOptions options, double mu)
    {
        double mean = Presample.Mean(returns);
        return options.Start == GarchStart.Sample
            ? Presample.MeanSquare(returns, mean) + ((mean - mu) * (mean - mu))
            : Presample.Backcast(returns, options.Mean == GarchMean.Constant ? mean : 0);
    }

    private static double LastVariance(ReadOnlySpan<double> returns, Garch11Parameters parameters, double start)
    {
        Garch11State state = new(parameters, start);
        foreach (double r in returns)
        {
            state.Append(r);
        }

        return state.NextVariance;
    }

    private static GarchFit Unfitted(
        ReadOnlySpan<double> returns,
        GarchFitOptions options,
        StandardizedReturns standardized,
        GarchStatus status,
        string message)
    {
        double variance = standardized.Scale * standardized.Scale;
        return new GarchFit
        {
            Status = status,
            Message = message,
            Options = options,
            Count = returns.Length,
            Parameters = new(standardized.Shift, variance, 0, 0),
            LogLikelihood = double.NaN,
            ActiveConstraints = [],
            PresampleVariance = variance,
            StartVariance = variance,
            NextVariance = variance,
            StandardErrors = null,
            GradientNorm = double.NaN,
            Iterations = 0,
            Evaluations = 0,
            StartsTried = [],
        };
    }
}
