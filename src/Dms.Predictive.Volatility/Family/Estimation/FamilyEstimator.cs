namespace Dms.Predictive.Volatility;

/// <summary>Fits a model of the family: standardise, search, judge, map back.</summary>
internal sealed class FamilyEstimator
{
    private const double FirstOrder = 1e-5;
    private const int FewestWithShapes = 100;
    private readonly GarchModelOptions _options;
    private readonly VarianceRecursion _recursion;
    private readonly InnovationDensity _density;
    private readonly string[] _names;

    public FamilyEstimator(GarchModelOptions options)
    {
        _options = options;
        _recursion = GarchFamily.Recursion(options.Model);
        _density = GarchFamily.Density(options.Distribution);
        _names = ["mu", .. _recursion.Parameters, .. _density.Shapes];
        Check();
    }

    private int Recursive => _recursion.Parameters.Length;

    private bool HasMean => _options.Mean == GarchMean.Constant;

    public GarchModelFit Fit(ReadOnlySpan<double> returns)
    {
        StandardizedReturns standardized = StandardizedReturns.From(returns, _options.Mean);
        string? fault = standardized.Fault
            ?? (_density.Shapes.Length > 0 && returns.Length < FewestWithShapes
                ? $"{returns.Length} returns; a law with shapes needs at least {FewestWithShapes}."
                : null)
            ?? (_options.Start == GarchStart.First && standardized.Values[0] == 0
                ? "The first return is the mean: it gives no variance to start from."
                : null);
        if (fault is not null)
        {
            return Unfitted(returns.Length, standardized, GarchStatus.DegenerateData, fault);
        }

        GarchModelOptions inner = _options with
        {
            StartVariance = _options.StartVariance / (standardized.Scale * standardized.Scale),
        };
        FamilySearch search = new(standardized, inner);
        Dictionary<int, double> held = [];
        double[]? fixedWhole = Inner(_options.Fixed, standardized);
        foreach (string name in _options.Fixed.Keys)
        {
            int j = Array.IndexOf(_names, name);
            held.Add(j, fixedWhole![j]);
        }

        FamilyEnd? end = search.Run(held, Inner(_options.StartingValues, standardized));
        return end is null || !double.IsFinite(end.Value)
            ? Unfitted(returns.Length, standardized, GarchStatus.NonFiniteLikelihood,
                "No start had a finite likelihood inside the constraints.")
            : Answer(returns, standardized, search, (end, inner));
    }

    private GarchModelFit Answer(
        ReadOnlySpan<double> returns, StandardizedReturns s, FamilySearch search, (FamilyEnd End, GarchModelOptions Options) found)
    {
        FamilyEnd end = found.End;
        int count = returns.Length;
        int shape = 1 + Recursive;
        bool[] free = [.. _names.Select((name, j) => !_options.Fixed.ContainsKey(name)
            && (j > 0 || HasMean) && !(j == shape && end.NormalLimit))];
        FamilyObjective objective = new(s.Values, found.Options, end.Whole, free);
        double[] theta = objective.FreePart(end.Whole);
        double value = objective.Value(theta);
        double unit = s.Scale * s.Scale;
        (GarchStatus status, string? message) = Judge(end.Outcome, end.GradientNorm);
        double logScale = count * Math.Log(s.Scale);
        double presample = objective.Run.Square * unit;
        (FittedParameter[] parameters, double[][]? robust) = Parameters(s, end, objective, theta);
        GarchModelFit fit = new()
        {
            Status = status,
            Message = message,
            Options = _options,
            Count = count,
            Parameters = parameters,
            RobustCovariance = robust,
            LogLikelihood = value - logScale,
            ActiveConstraints = [.. end.Active.Select(c => c.Name).Distinct(),
                .. end.NormalLimit ? ["normal-limit"] : Array.Empty<string>()],
            PresampleVariance = presample,
            Variances = [],
            NextVariance = double.NaN,
            Innovations = [],
            Persistence = _recursion.Persistence(
                end.Whole.AsSpan(1, Recursive), _density.LowerVariance(end.Whole.AsSpan(shape))),
            GradientNorm = end.GradientNorm,
            Iterations = search.Iterations,
            Evaluations = search.Passes,
            StartsTried = [.. search.Tried.Select(t =>
                new GarchModelStart(Outer(t.Begin, s), t.Value - logScale, t.Polished))],
        };
        return FittedFilter.Over(fit, new(objective.Run.Variances[0] * unit, presample), returns, []);
    }

    internal static (GarchStatus Status, string? Message) Judge(NewtonOutcome outcome, double norm) => outcome switch
    {
        NewtonOutcome.FirstOrder when norm <= FirstOrder => (GarchStatus.Converged, null),
        NewtonOutcome.Singular => (GarchStatus.FlatDirection,
            "The likelihood is flat along a direction of the parameters: they are not identified one by one."),
        NewtonOutcome.IterationLimit => (GarchStatus.IterationLimit, "The iterations ran out."),
        _ => (GarchStatus.LineSearchFailed,
            $"No step gained; the gradient norm is {norm:G3}, allowed is 1e-5."),
    };

    private (FittedParameter[] All, double[][]? Robust) Parameters(
        StandardizedReturns s, FamilyEnd end, FamilyObjective objective, double[] theta)
    {
        FamilyCovariance? covariance = Covariance(objective, theta, end.Active);

        // On a ridge the others move with μ held on it; μ itself has the curvature over a wide step.
        double[] acrossRidge = [1, .. new double[Math.Max(0, theta.Length - 1)]];
        FamilyCovariance? along = end.Kink
            ? Covariance(objective, theta, [.. end.Active, new LinearConstraint("ridge", acrossRidge, 0)])
            : covariance;
        double[] outer = Outer(end.Whole, s);
        List<FittedParameter> all = [];
        List<double[]> rows = [];
        for (int j = HasMean ? 0 : 1; j < _names.Length; j++)
        {
            double? value = double.IsFinite(outer[j]) ? outer[j] : null;
            if (_options.Fixed.ContainsKey(_names[j]))
            {
                all.Add(new(_names[j], value, null, null, null, "fixed"));
                rows.Add(new double[theta.Length]);
                continue;
            }

            (double? h, double? o, double? r) =
                value is null ? (null, null, null) : (j == 0 ? covariance : along)?.Of(Row(j, end.Whole, s, objective)) ?? default;
            string? reason = value is null ? "normal-limit"
                : covariance is null ? "not-asked"
                : h is null && o is null ? "bound"
                : h is null || o is null ? "singular"
                : j == 0 && end.Kink ? "kink"
                : null;
            all.Add(new(_names[j], value, h, o, r, reason));
            rows.Add(r is null ? new double[theta.Length] : Row(j, end.Whole, s, objective));
        }

        return ([.. all], along?.Robust([.. rows]));
    }

    private FamilyCovariance? Covariance(FamilyObjective objective, double[] theta, LinearConstraint[] active) =>
        _options.StandardErrors && theta.Length > 0
            ? new(objective.WideCurvature(theta), objective.OuterProduct(theta), active, theta.Length)
            : null;

    /// <summary>Derivative of the outer parameter j in the free inner ones.</summary>
    private double[] Row(int j, double[] whole, StandardizedReturns s, FamilyObjective objective)
    {
        double[] row = new double[whole.Length];
        if (j == 0)
        {
            row[0] = s.Scale;
        }
        else if (j == 1)
        {
            for (int i = 1; i <= Recursive; i++)
            {
                double step = 1e-5 * Math.Max(Math.Abs(whole[i]), 1e-3);
                double[] up = whole[1..(1 + Recursive)], down = whole[1..(1 + Recursive)];
                (up[i - 1], down[i - 1]) = (up[i - 1] + step, down[i - 1] - step);
                row[i] = (_recursion.ScaleOmega(up, s.Scale) - _recursion.ScaleOmega(down, s.Scale)) / (2 * step);
            }
        }
        else
        {
            bool reciprocal = j > Recursive && _names[j] != "lambda";
            row[j] = reciprocal ? -1 / (whole[j] * whole[j]) : 1;
        }

        return objective.FreeSlope(row);
    }

    /// <summary>Parameters in the unit of the returns; NaN for degrees of freedom at the normal limit.</summary>
    private double[] Outer(double[] whole, StandardizedReturns s)
    {
        double[] outer = [.. whole];
        outer[0] = s.Shift + (s.Scale * whole[0]);
        outer[1] = _recursion.ScaleOmega(whole.AsSpan(1, Recursive), s.Scale);
        for (int j = 1 + Recursive; j < outer.Length; j++)
        {
            outer[j] = InnovationDensity.Outside(_names[j], whole[j]) ?? double.NaN;
        }

        return outer;
    }

    /// <summary>Named values on standardised returns; 0 where not named; null when none is.</summary>
    private double[]? Inner(IReadOnlyDictionary<string, double> values, StandardizedReturns s)
    {
        if (values.Count == 0)
        {
            return null;
        }

        double[] inner = [.. _names.Select(n => values.GetValueOrDefault(n))];
        inner[0] = values.ContainsKey("mu") ? (inner[0] - s.Shift) / s.Scale : 0;
        inner[1] = values.ContainsKey("omega") ? _recursion.UnscaleOmega(inner.AsSpan(1, Recursive), s.Scale) : 0;
        for (int j = 1 + Recursive; j < inner.Length; j++)
        {
            inner[j] = values.ContainsKey(_names[j]) ? InnovationDensity.Inside(_names[j], inner[j]) : 0;
        }

        return inner;
    }

    private void Check()
    {
        if (_options.Start == GarchStart.AparchSample && _options.Model != GarchModel.Aparch)
        {
            throw new ArgumentException("The start rule aparch-sample belongs to aparch.", nameof(_options));
        }

        if (_options.Start == GarchStart.Unconditional
            && _options.Model is not (GarchModel.Garch or GarchModel.Gjr or GarchModel.Egarch))
        {
            throw new ArgumentException("Only garch, gjr and egarch start from their level.", nameof(_options));
        }

        bool valued = _options.StartVariance is > 0 and < double.PositiveInfinity;
        if (valued != (_options.Start == GarchStart.Value) || valued != _options.StartVariance.HasValue)
        {
            throw new ArgumentException("A start variance > 0 goes with the start rule Value.", nameof(_options));
        }

        if (_options.VarianceTargeting
            && (_options.Model is not (GarchModel.Garch or GarchModel.Gjr) || _options.Fixed.ContainsKey("omega")))
        {
            throw new ArgumentException("Variance targeting sets omega of garch and gjr.", nameof(_options));
        }

        string[] known = HasMean ? _names : _names[1..];
        foreach ((string name, double value) in _options.Fixed.Concat(_options.StartingValues))
        {
            if (!known.Contains(name) || !double.IsFinite(value))
            {
                throw new ArgumentException(
                    $"'{name}' = {value} is not a finite value of one of {string.Join(", ", known)}.", nameof(_options));
            }
        }

        if (_options.Fixed.ContainsKey("omega") && _recursion.OmegaScaledBy is { } other
            && !_options.Fixed.ContainsKey(other))
        {
            throw new ArgumentException($"omega can be held only together with {other}.", nameof(_options));
        }

        if (_options.StartingValues.Count > 0 && _options.StartingValues.Count < known.Length)
        {
            throw new ArgumentException(
                $"Starting values need every one of {string.Join(", ", known)}.", nameof(_options));
        }
    }

    private GarchModelFit Unfitted(int count, StandardizedReturns s, GarchStatus status, string message) => new()
    {
        Status = status,
        Message = message,
        Options = _options,
        Count = count,
        Parameters = [.. _names.Skip(HasMean ? 0 : 1)
            .Select(n => new FittedParameter(n, null, null, null, null, "degenerate"))],
        LogLikelihood = double.NaN,
        ActiveConstraints = [],
        PresampleVariance = s.Scale * s.Scale,
        Variances = [],
        NextVariance = s.Scale * s.Scale,
        Innovations = [],
        Persistence = null,
        GradientNorm = double.NaN,
        Iterations = 0,
        Evaluations = 0,
        StartsTried = [],
    };
}
