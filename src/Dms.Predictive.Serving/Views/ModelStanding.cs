using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>A model as it is shown: what it does here and how it has done so far.</summary>
/// <param name="Id">Model id.</param>
/// <param name="Version">Version.</param>
/// <param name="Sha256">SHA-256 of the model that scores.</param>
/// <param name="Alias">champion, or challenger: scored beside it and never used.</param>
/// <param name="HorizonMinutes">Horizon of the losses, minutes.</param>
/// <param name="Decisions">Judged decisions; of the challenger since it is scored.</param>
/// <param name="Qlike">Mean QLIKE on these; null before the first.</param>
/// <param name="ChampionQlike">Mean QLIKE of the model in service on the challenger's decisions; null elsewhere.</param>
/// <param name="Withheld">Why it counts with weight 0, or was given up; null when it does not.</param>
internal sealed record ServedModelResource(
    string Id, string Version, string Sha256, string Alias, int HorizonMinutes, long Decisions, double? Qlike, double? ChampionQlike, string? Withheld);

/// <summary>How models stand besides the one in service.</summary>
/// <param name="Withheld">Why the model in service counts with weight 0; null when it counts.</param>
/// <param name="Challenger">Who is scored in shadow; null = nobody.</param>
/// <param name="Fault">Why the challenger was given up; null when it was not.</param>
/// <param name="Tally">Losses of both.</param>
internal sealed record ModelStanding(string? Withheld, ModelIdentity? Challenger, string? Fault, ShadowTally Tally)
{
    /// <summary>Both models as they are shown.</summary>
    public IReadOnlyList<ServedModelResource> Resources(ModelIdentity? champion)
    {
        List<ServedModelResource> models = [];
        if (champion is not null)
        {
            models.Add(new ServedModelResource(
                champion.Id, champion.Version, champion.Sha256, "champion", Tally.HorizonMinutes, Tally.Decisions, Mean(Tally.Loss, Tally.Decisions), null, Withheld));
        }

        if (Challenger is not null)
        {
            models.Add(new ServedModelResource(
                Challenger.Id, Challenger.Version, Challenger.Sha256, "challenger", Tally.HorizonMinutes, Tally.Pairs,
                Mean(Tally.PairChallenger, Tally.Pairs), champion is null ? null : Mean(Tally.PairChampion, Tally.Pairs), Fault));
        }

        return models;
    }

    private static double? Mean(double sum, long count) => count == 0 ? null : sum / count;
}
