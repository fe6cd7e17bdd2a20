namespace Dms.Predictive.Learning;

/// <summary>States as commands, files and messages write them.</summary>
public static class ModelStateNames
{
    private static readonly (ModelState State, string Name)[] All =
    [
        (ModelState.Candidate, "candidate"), (ModelState.Challenger, "challenger"),
        (ModelState.Champion, "champion"), (ModelState.Retired, "retired"), (ModelState.Revoked, "revoked"),
    ];

    /// <summary>The word for a state.</summary>
    public static string Of(ModelState state) => All.First(s => s.State == state).Name;

    /// <summary>The word for an action.</summary>
    public static string Of(RegistryAction action) => action switch
    {
        RegistryAction.SignOff => "sign-off",
        RegistryAction.RequireSignOff => "require-sign-off",
        _ => action.ToString().ToLowerInvariant(),
    };

    /// <summary>The state for a word; false when the word is no state.</summary>
    public static bool TryParse(string name, out ModelState state)
    {
        (state, string found) = All.FirstOrDefault(s => s.Name == name);
        return found is not null;
    }
}
