namespace Dms.Predictive.Volatility.Tests;

/// <summary>Every model of the family at plausible parameters.</summary>
internal static class SampleModels
{
    public static readonly GarchModel[] All =
        [GarchModel.Garch, GarchModel.Gjr, GarchModel.Egarch, GarchModel.Tarch, GarchModel.Aparch, GarchModel.Figarch];

    public static GarchModelParameters Of(GarchModel model, GarchDistribution distribution = GarchDistribution.Normal)
    {
        Dictionary<string, double> named = model switch
        {
            GarchModel.Garch => new() { ["omega"] = 0.05, ["alpha"] = 0.08, ["beta"] = 0.87 },
            GarchModel.Gjr => new() { ["omega"] = 0.05, ["alpha"] = 0.03, ["gamma"] = 0.1, ["beta"] = 0.85 },
            GarchModel.Egarch => new() { ["omega"] = 0.01, ["alpha"] = 0.15, ["gamma"] = -0.08, ["beta"] = 0.95 },
            GarchModel.Tarch => new() { ["omega"] = 0.05, ["alpha"] = 0.05, ["gamma"] = 0.08, ["beta"] = 0.87 },
            GarchModel.Aparch => new() { ["omega"] = 0.05, ["alpha"] = 0.08, ["gamma"] = 0.3, ["beta"] = 0.87, ["delta"] = 1.4 },
            GarchModel.Figarch => new() { ["omega"] = 0.05, ["phi"] = 0.2, ["d"] = 0.4, ["beta"] = 0.45 },
            _ => new()
            {
                ["omega"] = 0.05,
                ["alpha"] = 0.35,
                ["beta"] = 0.6,
                ["xi"] = -0.2,
                ["delta"] = 1,
                ["eta1"] = -0.06,
                ["eta2"] = 0.07,
                ["lambda"] = 0.4,
            },
        };
        named["mu"] = 0.02;
        switch (distribution)
        {
            case GarchDistribution.StudentT: named["nu"] = 8; break;
            case GarchDistribution.SkewedT: (named["eta"], named["lambda"]) = (9, -0.3); break;
            case GarchDistribution.GeneralizedError: named["nu"] = 1.4; break;
            default: break;
        }

        return GarchModelParameters.Create(model, distribution, named);
    }

    /// <summary>A stream that has seen some simulated returns.</summary>
    public static GarchModelState Seen(
        GarchModelParameters p, int count = 300, int seed = 5, GarchStateOptions? options = null)
    {
        GarchModelState state = new(p, VarianceStart.At(1), options);
        foreach (double y in Simulated.Garch(seed, count))
        {
            if (p.Model == GarchModel.Realized)
            {
                state.Append(y, 0.2 + (y * y));
            }
            else
            {
                state.Append(y);
            }
        }

        return state;
    }
}
